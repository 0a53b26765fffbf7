/** The authorizers that a contract asks for and the project does not have. Pure. */
import type { ProjectShape, WiringProblem } from './wiring.ts';

/** The part of an operation's access that names code of the project. */
interface Guarded {
  readonly authorizer?: { readonly scheme: string; readonly kind: string };
}

export function missingAuthorizers({ access = {}, files }: ProjectShape): WiringProblem[] {
  const guards = Object.values(access).flatMap((each) => (each as Guarded).authorizer ?? []);
  const asked = guards.filter(({ kind }) => kind === 'token' || kind === 'request').map(({ scheme }) => scheme);
  const there = new Set(files.flatMap((file) => /^authorizers\/([^/.]+)\.(?:m?[jt]s|py)$/.exec(file)?.[1] ?? []));
  return [...new Set(asked)]
    .filter((scheme) => !there.has(scheme))
    .map((scheme) => ({
      rule: 'authorizer-missing',
      path: ['components', 'securitySchemes', scheme],
      message: `The scheme ${scheme} has no code that decides: there is no src/authorizers/${scheme}.`,
      fix: `Run: apikit add authorizer ${scheme}, or use a user pool: x-apikit: { userPool: main }.`,
    }));
}
