/** The documentation parts of an OpenAPI document, which imports read from `x-amazon-apigateway-documentation`. */
import type { OperationContext } from '../../../cloud/operation.ts';
import type { DocumentationPart } from '../../../state/apis/model.ts';
import { badRequest } from '../errors.ts';
import { newShortId } from '../identifiers.ts';
import type { PutMode } from '../import/api-fields.ts';
import { isObject, type Json, listIn, objectIn, scalarIn } from '../import/json.ts';
import { compact } from '../members.ts';
import { documentationParts, ownedBy } from '../state.ts';
import { sameLocation, TYPES_WITHOUT_PATH } from './documentation-parts.ts';

type Part = Omit<DocumentationPart, 'id'>;

/** Returns `undefined` for a document without documentation. */
export function partsIn(document: Json): Part[] | undefined {
  const documentation = document['x-amazon-apigateway-documentation'];
  if (!isObject(documentation)) return undefined;
  return listIn(documentation.documentationParts).map((raw) => {
    const { location, properties } = objectIn(raw);
    const { type, path, method, statusCode, name } = objectIn(location);
    const kind = scalarIn(type);
    if (kind === undefined) throw badRequest('Unable to import a documentation part: its location has no type');
    // AWS adds the path of the root (recorded: test_import_documentation_parts).
    const at = scalarIn(path) ?? (TYPES_WITHOUT_PATH.includes(kind) ? undefined : '/');
    return {
      location: compact({
        type: kind,
        path: at,
        method: scalarIn(method),
        statusCode: scalarIn(statusCode),
        name: scalarIn(name),
      }),
      properties: typeof properties === 'string' ? properties : JSON.stringify(properties ?? {}),
    };
  });
}

/** Stores the parts and returns their IDs. A part of the same location is replaced; `overwrite` deletes the others. */
export function putParts(context: OperationContext, apiId: string, parts: readonly Part[], mode: PutMode): string[] {
  const stored = documentationParts(context);
  const before = ownedBy(stored, apiId);
  if (mode === 'overwrite') for (const { id } of before) stored.delete(`${apiId}/${id}`);
  return parts.map((part) => {
    const known = mode === 'merge' && before.find(({ location }) => sameLocation(location, part.location));
    const id = known ? known.id : newShortId(context);
    stored.put(`${apiId}/${id}`, { id, ...part });
    return id;
  });
}
