/** Finds the operation that a request reaches, and the operation that it may have meant. Pure. */
import type { LiveOperation } from './evidence.ts';

interface Asked {
  readonly method: string;
  readonly path: string;
}

/** Follows API Gateway's order: an explicit method comes before `ANY`, a literal segment before a variable one. */
export function operationAt(operations: readonly LiveOperation[], { method, path }: Asked): LiveOperation | undefined {
  const onPath = operations.filter((one) => matches(one.path, path)).sort((a, b) => rank(a.path) - rank(b.path));
  const best = onPath.filter((one) => one.path === onPath[0]?.path);
  return best.find((one) => one.method === method) ?? best.find((one) => one.method === 'ANY');
}

/** The operations whose authorizer is a Lambda function. */
export const withLambdaAuthorizer = (operations: readonly LiveOperation[]): LiveOperation[] =>
  operations.filter(({ authorizer }) => /^(?:token|request)$/.test(authorizer?.kind ?? ''));

/** The methods of a path. */
export function methodsAt(operations: readonly LiveOperation[], path: string): string[] {
  return operations.filter((one) => matches(one.path, path)).map(({ method }) => method);
}

/**
 * A path of the contract that is close to the requested path: in another case, without the stage, or with a small
 * difference.
 */
export function nearPath(operations: readonly LiveOperation[], path: string, stage: string): string | undefined {
  const bare = path.split('?')[0]!;
  const tried = [
    bare.replaceAll(/\/{2,}/g, '/'),
    bare.toLowerCase(),
    bare.replace(new RegExp(`^/${stage.replaceAll(/\W/g, String.raw`\$&`)}(?=/|$)`), ''),
    `${bare}s`,
    bare.replace(/s$/, ''),
  ];
  return tried.find((one) => one !== bare && one !== '' && operations.some(({ path: known }) => matches(known, one)));
}

function matches(template: string, path: string): boolean {
  // API Gateway ignores a slash at the end of a path.
  const asked = path
    .split('?')[0]!
    .replace(/(?<=.)\/$/, '')
    .split('/');
  const wanted = template.split('/');
  for (const [index, part] of wanted.entries()) {
    if (/^\{[^}]+\+\}$/.test(part)) return (asked[index] ?? '') !== '';
    const variable = /^\{[^}]+\}$/.test(part) && (asked[index] ?? '') !== '';
    if (!variable && part !== asked[index]) return false;
  }
  return wanted.length === asked.length;
}

/** A path with fewer and later variables is more precise. */
const rank = (path: string) =>
  path.split('/').reduce((sum, part, index) => sum + (part.startsWith('{') ? 10 - Math.min(index, 9) : 0), 0);
