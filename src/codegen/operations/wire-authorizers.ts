/** Finds the authorizers of a project, and those that its contract needs and the project lacks. Pure. */
import type { Operation } from '../../contract/model/operations.ts';
import type { ProjectShape, WiringProblem } from './project-shape.ts';

/**
 * Returns the authorizers in JavaScript or TypeScript, relative to the entry's folder, with the names of their schemes.
 */
export function moduleAuthorizers({ files }: Pick<ProjectShape, 'files'>): { file: string; scheme: string }[] {
  return authorizerFiles(files).filter(({ file }) => !file.endsWith('.py'));
}

/** Returns the authorizers in any language. */
function authorizerFiles(files: readonly string[]): { file: string; scheme: string }[] {
  return files.flatMap((file) => {
    const scheme = /^authorizers\/([^/.]+)\.(?:m?[jt]s|py)$/.exec(file)?.[1];
    return scheme === undefined ? [] : [{ file, scheme }];
  });
}

export function missingAuthorizers(
  operations: readonly Operation[],
  { files, checkedSchemes = [] }: Pick<ProjectShape, 'files' | 'checkedSchemes'>,
): WiringProblem[] {
  const guards = operations.flatMap(({ access }) => access.authorizer ?? []);
  const asked = guards.filter(({ kind }) => kind === 'token' || kind === 'request').map(({ scheme }) => scheme);
  const there = new Set(authorizerFiles(files).map(({ scheme }) => scheme));
  return [...new Set(asked)]
    .filter((scheme) => !there.has(scheme) && !checkedSchemes.includes(scheme))
    .map((scheme) => ({
      rule: 'authorizer-missing',
      path: ['components', 'securitySchemes', scheme],
      message: `The scheme ${scheme} has no authorizer: src/authorizers/${scheme} does not exist.`,
      fix: `Run \`apikit add authorizer ${scheme}\`, or use a user pool: x-apikit: { userPool: main }.`,
    }));
}
