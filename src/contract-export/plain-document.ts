/** What API Gateway exports of a stage, as a document: plain OpenAPI, or with its extensions; always in one order. Pure. */
import { isObject, type Json, objectOf } from '../contract/json.ts';
import { ANY_METHOD, METHODS } from '../contract/methods.ts';

const ROOT_ORDER = ['openapi', 'info', 'servers', 'paths', 'components'];
const OPERATION_ORDER = ['operationId', 'summary', 'description', 'parameters', 'requestBody', 'responses', 'security'];
const ITEM_ORDER = [...METHODS, ANY_METHOD];

/** As it was exported; only the order is ours, which API Gateway's is not from one export to the next. */
export function orderedDocument(document: Json): Json {
  const paths = Object.entries(sorted(objectOf(document.paths))).map(([path, item]) => {
    const operations = Object.entries(sorted(objectOf(item), ITEM_ORDER)).map(([key, operation]) => [
      key,
      isObject(operation) ? sortedDeep(operation, OPERATION_ORDER) : operation,
    ]);
    return [path, Object.fromEntries(operations)];
  });
  return sorted({ ...(sortedDeep(document) as Json), paths: Object.fromEntries(paths) }, ROOT_ORDER);
}

/** Without the extensions and without what apikit adds to every API; `url`: where it answers. */
export function plainDocument(exported: Json, url: string): Json {
  const paths = Object.entries(objectOf(exported.paths)).map(
    ([path, item]) => [path, plainItem(objectOf(item))] as const,
  );
  const { info, components } = exported;
  return orderedDocument({
    openapi: exported.openapi,
    info,
    servers: [{ url }],
    paths: Object.fromEntries(paths.filter(([, item]) => Object.keys(item).length > 0)),
    ...(isObject(components) && { components: withoutExtensions(components) }),
  });
}

function plainItem(item: Json): Json {
  const operations = Object.entries(item).flatMap(([key, operation]): [string, Json][] => {
    if (!isObject(operation)) return [];
    // A preflight that a deploy has added: what a contract declares itself has an operationId.
    if (key === 'options' && operation.operationId === undefined) return [];
    const plain = plainOperation(operation);
    if (key !== ANY_METHOD) return [[key, plain]];
    const others = METHODS.filter((method) => item[method] === undefined);
    const id = String(operation.operationId ?? 'any');
    return others.map((method) => [method, { ...plain, operationId: `${id}${capital(method)}` }]);
  });
  return Object.fromEntries(operations);
}

function plainOperation(operation: Json): Json {
  const plain = withoutExtensions(operation) as Json;
  // A proxy integration declares no answers, and OpenAPI wants one.
  const none = Object.keys(objectOf(plain.responses)).length === 0;
  return none ? { ...plain, responses: { default: { description: 'Any answer' } } } : plain;
}

/** Members that hold data or names of the user's: nothing in them is an extension. */
const NAMES = new Set(['properties', 'headers', 'schemas', 'securitySchemes', 'responses', 'content']);
const DATA = new Set(['example', 'default', 'enum', 'const']);

function withoutExtensions(value: unknown, names = false): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutExtensions(item));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => names || !key.startsWith('x-amazon-'));
  const plain: Json = Object.fromEntries(
    kept.map(([key, member]) => [
      key,
      DATA.has(key) && !names ? member : withoutExtensions(member, !names && NAMES.has(key)),
    ]),
  );
  return names ? plain : nullable(plain);
}

/** Models are JSON Schema draft 4; OpenAPI 3.0 says null in its own way. */
function nullable({ $schema: _, ...schema }: Json): Json {
  const { type } = schema;
  if (!Array.isArray(type)) return schema;
  const others = type.filter((each) => each !== 'null');
  if (others.length !== 1) return schema;
  return { ...schema, type: others[0], ...(others.length < type.length && { nullable: true }) };
}

function sorted(value: Json, first: readonly string[] = []): Json {
  const place = (key: string) => (first.includes(key) ? first.indexOf(key) : first.length);
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => place(a) - place(b) || Number(a > b) - Number(a < b)),
  );
}

function sortedDeep(value: unknown, first: readonly string[] = []): unknown {
  if (Array.isArray(value)) return value.map((item) => sortedDeep(item));
  if (!isObject(value)) return value;
  return sorted(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sortedDeep(item)])), first);
}

const capital = (word: string) => `${word[0]!.toUpperCase()}${word.slice(1)}`;
