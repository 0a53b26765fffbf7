/** Who may call an operation, as plain data: what the compiler, the handlers and `apikit auth` read. Pure and total. */
import { type Json, listOf, objectOf, textOf } from './json.ts';
import { readScheme } from './security-schemes.ts';

export interface Access {
  /** An API key is needed. */
  readonly key: boolean;
  readonly authorizer?: AuthorizerUse;
}

export interface AuthorizerUse {
  /** Its name in components.securitySchemes. */
  readonly scheme: string;
  readonly kind: 'iam' | 'cognito' | 'token' | 'request';
  /** All of them are needed. */
  readonly scopes: readonly string[];
}

/** What an operation requires: its own `security`, or the root's (which API Gateway is documented to ignore). */
export function requirementsOf(document: Json, operation: Json): unknown[] {
  return listOf(operation.security ?? document.security);
}

export function schemesOf(document: Json): Json {
  return objectOf(objectOf(document.components).securitySchemes);
}

/** Of a lint-clean operation; everybody may call where neither key nor authorizer is named. */
export function accessOf(document: Json, operation: Json): Access {
  const schemes = schemesOf(document);
  let key = false;
  let authorizer: AuthorizerUse | undefined;
  for (const [name, scopes] of requirementsOf(document, operation).flatMap((each) => Object.entries(objectOf(each)))) {
    const kind = Object.hasOwn(schemes, name) ? readScheme(objectOf(schemes[name])).scheme?.kind : undefined;
    if (kind === 'key') key = true;
    else if (kind !== undefined) {
      const texts = listOf(scopes).flatMap((scope) => textOf(scope) ?? []);
      authorizer = { scheme: name, kind, scopes: texts };
    }
  }
  return { key, ...(authorizer && { authorizer }) };
}
