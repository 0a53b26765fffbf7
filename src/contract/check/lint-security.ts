/** Checks who may call: what API Gateway cannot enforce, or would enforce otherwise than it reads. Pure. */
import type { Path } from '../../config/problem.ts';
import { suggest } from '../../config/suggest.ts';
import { COMPILED_SCHEMES } from '../compile/authorizers.ts';
import { isAnsweredElsewhere } from '../foreign/integration.ts';
import { requirementsOf, schemesOf } from '../model/access.ts';
import { isObject, type Json, listOf, objectOf } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { readScheme } from '../model/security-schemes.ts';
import type { ReportFinding } from '../rules/report.ts';

/** Whether a scheme of this name can have an authorizer, whose name is also that of a file and of an import. */
export const isAuthorizerName = (name: string): boolean =>
  /^[A-Za-z][A-Za-z0-9_-]{0,127}$/.test(name) && !Object.hasOwn(COMPILED_SCHEMES, name);

/** Checks `security` of one operation and of the schemes it names; `path` is the operation's. */
export function lintSecurity(document: Json, operation: Json, path: Path, report: ReportFinding): void {
  const where: Path = 'security' in operation ? [...path, 'security'] : ['security'];
  const written = 'security' in operation ? operation.security : document.security;
  if (written !== undefined && !(Array.isArray(written) && written.every(isObject))) {
    report('security-shape', where, 'security is no list of requirements.', { key: true });
    return;
  }
  const alternatives = requirementsOf(document, operation);
  for (const [index, each] of alternatives.entries()) {
    for (const [name, scopes] of Object.entries(objectOf(each))) {
      // YAML's `- key:` is null, and asks for no scope.
      if (scopes === null || (Array.isArray(scopes) && scopes.every((scope) => typeof scope === 'string'))) continue;
      const fix = `Write ${name}: [], or the scopes that are needed in the list.`;
      report('security-shape', [...where, index, name], `The scopes of ${name} are no list of texts.`, { fix });
      return;
    }
  }
  if (alternatives.length > 1) {
    const optional = alternatives.some((each) => Object.keys(objectOf(each)).length === 0);
    const message = optional
      ? 'Signing in is optional in security; API Gateway lets either everybody call or nobody without it.'
      : 'There are several alternatives in security; API Gateway takes one per operation.';
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
      const message = `The scopes of ${name} are checked by the handler, which this operation does not reach.`;
      report('security-scopes-unchecked', [...where, 0, name], message, { key: true });
    }
  }
  if (authorizers.length > 1) {
    const message = `${authorizers.join(' and ')} are required together; API Gateway takes one authorizer.`;
    report('security-two-authorizers', where, message, { key: true });
  }
}

/**
 * The event of a TOKEN authorizer has the path as it was sent, which may be written in several ways: which of two schemes is meant
 * could be turned by who calls.
 */
export function lintTokenSchemes(operations: readonly Operation[], report: ReportFinding): void {
  const tokens = operations.flatMap(({ access }) =>
    access.authorizer?.kind === 'token' ? access.authorizer.scheme : [],
  );
  const [first, ...others] = new Set(tokens);
  for (const name of others) {
    const message = `${first} and ${name} are both of type token; the function cannot be sure which of them it is asked for.`;
    report('authorizer-two-tokens', ['components', 'securitySchemes', name], message, { key: true });
  }
}

/** The kind of a scheme that exists and can be enforced. */
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
    const message = `${name} cannot be the name of an authorizer.`;
    report('authorizer-name', place, message, { key: true });
  }
  return scheme.kind;
}
