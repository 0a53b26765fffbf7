/** Who may call an operation: the contract's `security` as far as it is supported (E10). Pure. */
import type { Path } from '../config/problem.ts';
import { suggest } from '../config/suggest.ts';
import { isObject, type Json, listOf, objectOf, textOf } from './json.ts';
import type { Report } from './report.ts';

/** The header that API Gateway reads keys from; the name is fixed (aws-facts §4). */
export const API_KEY_HEADER = 'x-api-key';

/** The one scheme of the compiled document; its name is ours, since there may be several in the contract that mean it. */
export const API_KEY_SCHEME = { apiKey: { type: 'apiKey', name: API_KEY_HEADER, in: 'header' } };

/** What an operation requires: its own `security`, or the root's (which API Gateway is documented to ignore). */
function requirements(document: Json, operation: Json): unknown[] {
  return listOf(operation.security ?? document.security);
}

/** Whether a lint-clean operation needs an API key. */
export function needsKey(document: Json, operation: Json): boolean {
  return requirements(document, operation).some((requirement) => Object.keys(objectOf(requirement)).length > 0);
}

/** Checks `security` of one operation and of the schemes it names; `path` is the operation's. */
export function lintSecurity(document: Json, operation: Json, path: Path, report: Report): void {
  const where: Path = operation.security === undefined ? ['security'] : [...path, 'security'];
  const alternatives = requirements(document, operation);
  if (alternatives.length > 1) {
    const message = 'There are several alternatives in security; API Gateway takes one per operation.';
    report(where, message, 'Keep one. An empty list, security: [], lets everybody call.', { key: true });
    return;
  }
  const schemes = objectOf(objectOf(document.components).securitySchemes);
  for (const name of Object.keys(objectOf(alternatives[0]))) {
    const scheme = schemes[name];
    if (isObject(scheme)) {
      const problem = unsupported(scheme);
      if (problem) report(['components', 'securitySchemes', name], `The scheme ${name} ${problem}`, '', { key: true });
    } else {
      const near = suggest(name, Object.keys(schemes));
      const fix = near ? `Did you mean ${near}?` : 'Add it to components.securitySchemes.';
      report([...where, 0, name], `There is no security scheme ${name}.`, fix, { key: true });
    }
  }
}

/** Why a scheme cannot be deployed yet, and what to use. The rows are those of docs: mission E1–E7. */
function unsupported(scheme: Json): string | undefined {
  const later = (what: string, row: string) =>
    `is ${what}, which apikit does not support yet (row ${row}). Use type: apiKey, in: header, name: ${API_KEY_HEADER}.`;
  const authtype = textOf(scheme['x-amazon-apigateway-authtype'])?.toLowerCase();
  if (authtype === 'awssigv4') return later('IAM authorization', 'E1');
  if (authtype === 'cognito_user_pools') return later('a Cognito authorizer', 'E2');
  if (authtype !== undefined || isObject(scheme['x-amazon-apigateway-authorizer'])) {
    return later('a Lambda authorizer', 'E4, E5');
  }
  switch (scheme.type) {
    case 'apiKey': {
      const isKey = scheme.in === 'header' && textOf(scheme.name)?.toLowerCase() === API_KEY_HEADER;
      const place = `${String(scheme.in)} ${String(scheme.name)}`;
      return isKey
        ? undefined
        : `reads its key from ${place}; API Gateway reads keys from the header ${API_KEY_HEADER} only.`;
    }
    case 'http':
      return later(`HTTP ${String(scheme.scheme)} authentication`, 'E7');
    case 'oauth2':
    case 'openIdConnect':
      return later(String(scheme.type), 'E2, E7');
    default:
      return later(`of type ${String(scheme.type)}`, 'E9');
  }
}
