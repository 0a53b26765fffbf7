/** Checks who may call: what API Gateway cannot enforce, or would enforce in another way. Pure. */
import type { Path } from '../../config/problem.ts';
import { suggest } from '../../config/suggest.ts';
import { COMPILED_SCHEMES } from '../compile/authorizers.ts';
import { isAnsweredElsewhere } from '../foreign/integration.ts';
import { requirementsOf, schemesOf } from '../model/access.ts';
import { isObject, type Json, listOf, objectOf } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { readScheme } from '../model/security-schemes.ts';
import type { ReportFinding } from '../rules/report.ts';

/** Whether a scheme of this name can have an authorizer. Its name is also the name of a file and of an import. */
export const isAuthorizerName = (name: string): boolean =>
  /^[A-Za-z][A-Za-z0-9_-]{0,127}$/.test(name) && !Object.hasOwn(COMPILED_SCHEMES, name);

/**
 * Checks the `security` of one operation and the schemes that it names. `path` is the operation's path in the document.
 */
export function lintSecurity(document: Json, operation: Json, path: Path, report: ReportFinding): void {
  const where: Path = 'security' in operation ? [...path, 'security'] : ['security'];
  const written = 'security' in operation ? operation.security : document.security;
  if (written !== undefined && !(Array.isArray(written) && written.every(isObject))) {
    report('security-shape', where, 'security must be a list of requirements.', { key: true });
    return;
  }
  const alternatives = requirementsOf(document, operation);
  for (const [index, each] of alternatives.entries()) {
    for (const [name, scopes] of Object.entries(objectOf(each))) {
      // YAML's `- key:` is null, and requires no scope.
      if (scopes === null || (Array.isArray(scopes) && scopes.every((scope) => typeof scope === 'string'))) continue;
      const fix = `Write ${name}: [], or list the required scopes.`;
      report('security-shape', [...where, index, name], `The scopes of ${name} must be a list of strings.`, { fix });
      return;
    }
  }
  if (alternatives.length > 1) {
    const optional = alternatives.some((each) => Object.keys(objectOf(each)).length === 0);
    const message = optional
      ? 'security makes authentication optional; in API Gateway it is either required or absent.'
      : 'security has several alternatives; API Gateway allows one per operation.';
    report('security-alternatives', where, message, { key: true });
    return;
  }
  const authorizers: string[] = [];
  for (const [name, scopes] of Object.entries(objectOf(alternatives[0]))) {
    const kind = lintScheme(schemesOf(document), name, [...where, 0, name], report);
    if (kind === undefined) continue;
    if (kind !== 'key') authorizers.push(name);
    const asked = listOf(scopes).length;
    if ((kind === 'key' || kind === 'iam') && asked > 0) {
      report('security-scopes', [...where, 0, name], `The scheme ${name} has no scopes.`, { key: true });
    } else if (isAnsweredElsewhere(operation) && asked > (kind === 'cognito' ? 1 : 0)) {
      const message = `The handler checks the scopes of ${name}, but requests of this operation do not reach the handler.`;
      report('security-scopes-unchecked', [...where, 0, name], message, { key: true });
    }
  }
  if (authorizers.length > 1) {
    const message = `${authorizers.join(' and ')} are required together; API Gateway allows one authorizer.`;
    report('security-two-authorizers', where, message, { key: true });
  }
}

/**
 * The event of a TOKEN authorizer contains the path as the client sent it, which can be written in several ways. A
 * client could use that to choose which of two schemes the function checks.
 */
export function lintTokenSchemes(operations: readonly Operation[], report: ReportFinding): void {
  const tokens = operations.flatMap(({ access }) =>
    access.authorizer?.kind === 'token' ? access.authorizer.scheme : [],
  );
  const [first, ...others] = new Set(tokens);
  for (const name of others) {
    const message = `${first} and ${name} are both of type token; the authorizer cannot know which of them a request is for.`;
    report('authorizer-two-tokens', ['components', 'securitySchemes', name], message, { key: true });
  }
}

/** Returns the kind of a scheme that exists and that API Gateway can enforce. */
function lintScheme(schemes: Json, name: string, where: Path, report: ReportFinding): string | undefined {
  const raw = Object.hasOwn(schemes, name) ? schemes[name] : undefined;
  if (!isObject(raw)) {
    const near = suggest(name, Object.keys(schemes));
    const fix = near && { fix: `Did you mean ${near}?` };
    report('security-scheme-missing', where, `There is no security scheme ${name}.`, { ...fix, key: true });
    return undefined;
  }
  const place = ['components', 'securitySchemes', name];
  const { scheme, problems } = readScheme(raw);
  for (const { rule, path, message, fix } of problems) {
    const text = rule === 'apikit-member' ? message : `The scheme ${name} ${message}`;
    report(rule, [...place, ...path], text, { ...(fix !== undefined && { fix }), key: true });
  }
  if (scheme === undefined || scheme.kind === 'key' || scheme.kind === 'iam') return scheme?.kind;
  if (!isAuthorizerName(name)) {
    const message = `${name} is not allowed as the name of an authorizer.`;
    report('authorizer-name', place, message, { key: true });
  }
  return scheme.kind;
}
