/** The security schemes that an import adds and renames. Pure. */
import type { Path } from '../../config/problem.ts';
import { COMPILED_SCHEMES } from '../compile/authorizers.ts';
import { schemesOf } from '../model/access.ts';
import { isObject, type Json, objectOf } from '../model/json.ts';
import { writtenOperations } from '../model/paths.ts';
import { changeAt, keep, setAt } from './edit.ts';
import type { Draft } from './remedy.ts';

export const SCHEMES: Path = ['components', 'securitySchemes'];

/**
 * An authorizer of the project that runs at every request. `identity` names what a request must contain for the
 * authorizer to run.
 */
export function ownAuthorizer(identity: readonly string[]): Json {
  return {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    'x-apikit': { type: 'request', identity: [...identity], ...(identity.length === 0 && { ttl: 0 }) },
  };
}

export function withScheme(document: Json, name: string, scheme: Json, { edits }: Draft): Json {
  return setAt(document, [...SCHEMES, name], scheme, edits) as Json;
}

/** Renames a scheme, also in all requirements that name it. */
export function renameScheme(document: Json, from: string, to: string, { edits }: Draft): Json {
  const named = (value: Json) =>
    Object.fromEntries(Object.entries(value).map(([key, each]) => [key === from ? to : key, each]));
  const security = (list: unknown) =>
    Array.isArray(list)
      ? keep(
          list,
          list.map((each) => (isObject(each) ? named(each) : each)),
          edits,
        )
      : list;
  let made = changeAt(
    document,
    SCHEMES,
    (schemes) => keep(objectOf(schemes), named(objectOf(schemes)), edits),
    edits,
  ) as Json;
  made = changeAt(made, ['security'], security, edits) as Json;
  for (const at of operationPaths(made)) made = changeAt(made, [...at, 'security'], security, edits) as Json;
  return made;
}

export function operationPaths(document: Json): Path[] {
  return writtenOperations(document).map(({ at }) => at);
}

/** Returns a name that no scheme of the document has. */
export function freeName(document: Json, wanted: string): string {
  const taken = schemesOf(document);
  let name = wanted;
  for (let count = 2; name in taken; count++) name = `${wanted}${count}`;
  return name;
}

/**
 * Returns a name that is also valid for a file: letters, digits, `-` and `_`, and never a name of apikit's own schemes.
 */
export function schemeName(text: string): string {
  const name =
    text
      .replaceAll(/[^A-Za-z0-9_-]+/g, '_')
      .replace(/^[^A-Za-z]+/, '')
      .slice(0, 100) || 'authorizer';
  return Object.hasOwn(COMPILED_SCHEMES, name) ? `${name}Authorizer` : name;
}
