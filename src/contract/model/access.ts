/**
 * The callers that an operation allows, as plain data for the compiler, the handlers and `apikit auth`. Pure and total.
 */
import { type Json, listOf, objectOf, textOf } from './json.ts';
import { readScheme, type SchemeReading } from './security-schemes.ts';

export interface Access {
  /** Whether an API key is required. */
  readonly key: boolean;
  readonly authorizer?: AuthorizerUse;
}

export interface AuthorizerUse {
  /** The name in components.securitySchemes. */
  readonly scheme: string;
  readonly kind: 'iam' | 'cognito' | 'token' | 'request';
  /** A caller needs all of these scopes. */
  readonly scopes: readonly string[];
}

/**
 * Returns the requirements of an operation: its own `security`, or the root's, which AWS says that API Gateway ignores.
 */
export function requirementsOf(document: Json, operation: Json): unknown[] {
  return listOf(operation.security ?? document.security);
}

export function schemesOf(document: Json): Json {
  return objectOf(objectOf(document.components).securitySchemes);
}

/** Reads the scheme of this name. The result has no `scheme` if the document has none. */
export function readSchemeNamed(document: Json, name: string): SchemeReading {
  const schemes = schemesOf(document);
  return readScheme(objectOf(Object.hasOwn(schemes, name) ? schemes[name] : undefined));
}

/** Expects an operation without lint errors. Everybody may call it if it requires neither a key nor an authorizer. */
export function accessOf(document: Json, operation: Json): Access {
  let key = false;
  let authorizer: AuthorizerUse | undefined;
  for (const [name, scopes] of requirementsOf(document, operation).flatMap((each) => Object.entries(objectOf(each)))) {
    const kind = readSchemeNamed(document, name).scheme?.kind;
    if (kind === 'key') key = true;
    else if (kind !== undefined) {
      const texts = listOf(scopes).flatMap((scope) => textOf(scope) ?? []);
      authorizer = { scheme: name, kind, scopes: texts };
    }
  }
  return { key, ...(authorizer && { authorizer }) };
}
