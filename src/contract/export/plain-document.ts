/** Puts API Gateway's export of a stage into a fixed order, and turns documents into plain OpenAPI. Pure. */

import { ANY_METHOD, METHODS, OPERATION_KEYS } from '../../naming/methods.ts';
import { isObject, type Json, objectOf } from '../model/json.ts';
import { livePaths } from './live-paths.ts';
import { liveSchema } from './live-schema.ts';

const ROOT_ORDER = ['openapi', 'info', 'servers', 'paths', 'components'];
const OPERATION_ORDER = ['operationId', 'summary', 'description', 'parameters', 'requestBody', 'responses', 'security'];
const ITEM_ORDER = [...METHODS, ANY_METHOD];

/** Keeps the export and only sorts it, because API Gateway's order differs between exports. */
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

/**
 * Returns what API Gateway stores, without its extensions and without what apikit adds to every API. `url` is the
 * stage's address.
 */
export function liveDocument(exported: Json, url: string): Json {
  const { info, components } = exported;
  const own = { openapi: exported.openapi, info, servers: [{ url }], paths: livePaths(exported) };
  return plainDocument(orderedDocument(liveSchema({ ...own, ...(isObject(components) && { components }) }) as Json));
}

/**
 * Returns a document for any tool: without the extensions of API Gateway and apikit, and with all methods that ANY
 * stands for.
 */
export function plainDocument(document: Json): Json {
  const plain = withoutExtensions(document) as Json;
  const paths = Object.entries(objectOf(document.paths)).map(([path, item]) => [path, plainItem(objectOf(item))]);
  return { ...plain, paths: Object.fromEntries(paths) };
}

function plainItem(item: Json): Json {
  const members = Object.entries(item).flatMap(([key, value]): [string, unknown][] => {
    if (isExtension(key) && key !== ANY_METHOD) return [];
    if (!OPERATION_KEYS.includes(key) || !isObject(value)) return [[key, withoutExtensions(value, false)]];
    const plain = plainOperation(value);
    if (key !== ANY_METHOD) return [[key, plain]];
    const others = METHODS.filter((method) => item[method] === undefined);
    const id = String(value.operationId ?? 'any');
    return others.map((method) => [method, { ...plain, operationId: `${id}${capital(method)}` }]);
  });
  return Object.fromEntries(members);
}

function plainOperation(operation: Json): Json {
  const plain = withoutExtensions(operation) as Json;
  // A proxy integration declares no responses, but OpenAPI requires one.
  const none = Object.keys(objectOf(plain.responses)).length === 0;
  return none ? { ...plain, responses: { default: { description: 'Any answer' } } } : plain;
}

/** Members that contain the user's names, or data. A key in them is never an extension. */
const NAMES = new Set(
  (
    'paths properties patternProperties dependentSchemas headers schemas securitySchemes responses content parameters ' +
    'requestBodies links callbacks variables mapping scopes'
  ).split(' '),
);
const DATA = new Set(['example', 'examples', 'value', 'default', 'enum', 'const']);

function withoutExtensions(value: unknown, names = false): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutExtensions(item));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => names || !isExtension(key));
  return Object.fromEntries(
    kept.map(([key, member]) => [
      key,
      DATA.has(key) && !names ? member : withoutExtensions(member, !names && NAMES.has(key)),
    ]),
  );
}

const isExtension = (key: string): boolean => key.startsWith('x-amazon-') || key === 'x-apikit';

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
