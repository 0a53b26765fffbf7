/**
 * CreateDocumentationPart, GetDocumentationPart, GetDocumentationParts, UpdateDocumentationPart,
 * DeleteDocumentationPart.
 */
import { operation } from '../../../cloud/operation.ts';
import type { DocumentationPart } from '../../../state/apis/model.ts';
import { badRequest, conflict, notFound } from '../errors.ts';
import { newShortId } from '../identifiers.ts';
import { compact, type Members, requiredText, structure, text } from '../members.ts';
import { page } from '../paging.ts';
import { applyPatch } from '../patch/patch.ts';
import { listingPaths } from '../patch/refusals.ts';
import { documentationParts, ownedBy, requireApi } from '../state.ts';

const PARTS = '/restapis/{restApiId}/documentation/parts';
const PART = `${PARTS}/{documentationPartId}`;

export const createDocumentationPart = operation({
  name: 'CreateDocumentationPart',
  http: `POST ${PARTS}`,
  status: 201,
  run(input: Members, context) {
    const { id: apiId } = requireApi(context, requiredText(input, 'restApiId'));
    const location = readLocation(structure(input, 'location') ?? {});
    const properties = checkedProperties(requiredText(input, 'properties'));
    const parts = documentationParts(context);
    if (ownedBy(parts, apiId).some((part) => sameLocation(part.location, location))) {
      throw conflict('Documentation part already exists for the specified location');
    }
    const part: DocumentationPart = { id: newShortId(context), location, properties };
    parts.put(`${apiId}/${part.id}`, part);
    return part;
  },
});

export const getDocumentationPart = operation({
  name: 'GetDocumentationPart',
  http: `GET ${PART}`,
  run: (input: Members, context) => partOf(context, input),
});

export const getDocumentationParts = operation({
  name: 'GetDocumentationParts',
  http: `GET ${PARTS}`,
  run(input: Members, context) {
    const { id: apiId } = requireApi(context, requiredText(input, 'restApiId'));
    const [type, path, name] = [text(input, 'type'), text(input, 'path'), text(input, 'nameQuery')];
    // Every part has content, so none is undocumented.
    const all = text(input, 'locationStatus') === 'UNDOCUMENTED' ? [] : ownedBy(documentationParts(context), apiId);
    const wanted = all.filter(
      ({ location }) =>
        (type === undefined || location.type === type) &&
        (path === undefined || location.path === path) &&
        (name === undefined || (location.name ?? '').includes(name)),
    );
    return page(wanted, ({ id }) => id, input);
  },
});

const table = listingPaths<DocumentationPart>([
  {
    path: '/properties',
    ops: ['replace'],
    apply(part, { value }) {
      part.properties = checkedProperties(value ?? '');
    },
  },
]);

export const updateDocumentationPart = operation({
  name: 'UpdateDocumentationPart',
  http: `PATCH ${PART}`,
  run(input: Members, context) {
    const updated = applyPatch(table, partOf(context, input), input);
    documentationParts(context).put(`${requiredText(input, 'restApiId')}/${updated.id}`, updated);
    return updated;
  },
});

export const deleteDocumentationPart = operation({
  name: 'DeleteDocumentationPart',
  http: `DELETE ${PART}`,
  status: 202,
  run(input: Members, context) {
    const { id: apiId } = requireApi(context, requiredText(input, 'restApiId'));
    documentationParts(context).delete(`${apiId}/${partOf(context, input).id}`);
  },
});

/**
 * All operations but a deletion report a part of an unknown API as an unknown part (recorded:
 * test_invalid_get_documentation_part and similar tests).
 */
function partOf(context: Parameters<typeof documentationParts>[0], input: Members): DocumentationPart {
  const [apiId, partId] = [requiredText(input, 'restApiId'), requiredText(input, 'documentationPartId')];
  const part = documentationParts(context).get(`${apiId}/${partId}`);
  if (!part) throw notFound('Invalid Documentation part identifier specified');
  return part;
}

function readLocation(given: Members): DocumentationPart['location'] {
  const type = requiredText(given, 'type');
  const [path, method, statusCode, name] = ['path', 'method', 'statusCode', 'name'].map((member) =>
    text(given, member),
  );
  return compact({ type, path, method, statusCode, name });
}

/** The properties must be JSON text with an object in it. */
function checkedProperties(properties: string): string {
  if (properties === '') throw badRequest('Documentation part properties must be non-empty');
  try {
    if (typeof JSON.parse(properties) === 'object') return properties;
  } catch {
    // The error below covers this case, too.
  }
  throw badRequest('Documentation part properties must be a JSON object');
}

/** The other types are places below a resource. */
export const TYPES_WITHOUT_PATH: readonly string[] = ['API', 'AUTHORIZER', 'MODEL'];

export const sameLocation = (one: DocumentationPart['location'], other: DocumentationPart['location']): boolean =>
  (['type', 'path', 'method', 'statusCode', 'name'] as const).every((member) => one[member] === other[member]);
