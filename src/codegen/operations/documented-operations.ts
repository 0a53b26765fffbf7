/** The operations of a contract, for code generation. Pure. It expects a document that the lint has accepted. */

export type JsonObject = { [key: string]: unknown };

export type ParameterLocation = 'path' | 'query' | 'header' | 'cookie';

export interface ContractParameter {
  name: string;
  in: ParameterLocation;
  required: boolean;
  /** The schema in the contract, or the schema of the first media type in `content`. */
  schema: unknown;
  /** The separator of list values; `undefined` if the name is repeated for each value. */
  separator: string | undefined;
  /** Whether the value is JSON: the parameter has `content`. */
  json: boolean;
  description: string | undefined;
}

export interface ContractBody {
  required: boolean;
  /** The schemas in the contract by media type; `undefined` if the contract has none for the type. */
  media: Array<{ type: string; schema: unknown }>;
}

export interface ContractReply {
  /** For example `200`, `4XX`, `default`. */
  status: string;
  /** `undefined` for a reply without a body. */
  media: Array<{ type: string; schema: unknown }> | undefined;
}

export interface ContractOperation {
  operationId: string;
  /** In upper case. */
  method: string;
  path: string;
  /** The key in the path item. */
  key: string;
  parameters: ContractParameter[];
  body: ContractBody | undefined;
  replies: ContractReply[];
  /** Whether something other than the function serves it (`x-apikit.integration`). */
  elsewhere: boolean;
}

const ANY = 'x-amazon-apigateway-any-method';
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', ANY];
const PLACES: readonly unknown[] = ['path', 'query', 'header', 'cookie'];

/**
 * Returns the operations in the document's order. An operation without an operationId is left out, because it has no
 * name.
 */
export function contractOperations(document: unknown): ContractOperation[] {
  return Object.entries(objectAt(document, 'paths')).flatMap(([path, item]) =>
    METHODS.flatMap((key) => {
      const operation = isObject(item) ? item[key] : undefined;
      if (!isObject(operation) || typeof operation.operationId !== 'string') return [];
      return [
        {
          operationId: operation.operationId,
          method: key === ANY ? 'ANY' : key.toUpperCase(),
          path,
          key,
          parameters: parametersOf(document, item, operation),
          body: bodyOf(document, operation),
          replies: repliesOf(document, operation),
          elsewhere: isObject(objectAt(operation, 'x-apikit').integration),
        },
      ];
    }),
  );
}

/** Returns `components.schemas` of the document. */
export function componentSchemas(document: unknown): JsonObject {
  return objectAt(objectAt(document, 'components'), 'schemas');
}

/** Returns the names in braces, in their order. */
export function pathNames(path: string): string[] {
  return [...path.matchAll(/\{([^{}+]+)\+?\}/g)].map((match) => match[1]!);
}

/** Whether a media type is JSON. */
export const isJson = (type: string): boolean => /^application\/([\w.-]+\+)?json\b/i.test(type);

function parametersOf(document: unknown, item: unknown, operation: JsonObject): ContractParameter[] {
  const found = new Map<string, ContractParameter>();
  for (const raw of [...listAt(item, 'parameters'), ...listAt(operation, 'parameters')]) {
    const { name, in: place, required, schema, style, explode, content, description } = objectOf(follow(document, raw));
    if (typeof name !== 'string' || !PLACES.includes(place)) continue;
    const media = Object.values(objectOf(content))[0];
    found.set(`${place} ${place === 'header' ? name.toLowerCase() : name}`, {
      name,
      in: place as ParameterLocation,
      required: place === 'path' || required === true,
      schema: media === undefined ? (schema ?? {}) : (objectOf(media).schema ?? {}),
      separator: separatorOf(place as ParameterLocation, style, explode),
      json: media !== undefined,
      description: typeof description === 'string' ? description : undefined,
    });
  }
  return [...found.values()];
}

/** Returns the separator of a list's values (OpenAPI 3, `style` and `explode` with their defaults). */
function separatorOf(place: ParameterLocation, style: unknown, explode: unknown): string | undefined {
  const form = place === 'query' || place === 'cookie';
  if (form && (explode ?? (style === undefined || style === 'form'))) return undefined;
  if (style === 'spaceDelimited') return ' ';
  return style === 'pipeDelimited' ? '|' : ',';
}

function bodyOf(document: unknown, operation: JsonObject): ContractBody | undefined {
  const body = follow(document, operation.requestBody);
  return isObject(body) ? { required: body.required === true, media: mediaOf(body) } : undefined;
}

function repliesOf(document: unknown, operation: JsonObject): ContractReply[] {
  return Object.entries(objectAt(operation, 'responses')).map(([status, raw]) => {
    const response = objectOf(follow(document, raw));
    return { status, media: isObject(response.content) ? mediaOf(response) : undefined };
  });
}

function mediaOf(holder: JsonObject): Array<{ type: string; schema: unknown }> {
  return Object.entries(objectAt(holder, 'content')).map(([type, media]) => ({ type, schema: objectOf(media).schema }));
}

/** Returns the target of a reference within the document, and any other value unchanged. */
export function follow(document: unknown, value: unknown): unknown {
  let current = value;
  for (let hops = 0; hops < 20 && isObject(current) && typeof current.$ref === 'string'; hops++) {
    if (!current.$ref.startsWith('#/')) return undefined;
    const keys = current.$ref.slice(2).split('/').map(unescapeKey);
    current = keys.reduce<unknown>(
      (at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined),
      document,
    );
  }
  return current;
}

const unescapeKey = (key: string): string => key.replaceAll('~1', '/').replaceAll('~0', '~');

function objectAt(value: unknown, key: string): JsonObject {
  return objectOf(isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined);
}

function listAt(value: unknown, key: string): unknown[] {
  const found = isObject(value) ? value[key] : undefined;
  return Array.isArray(found) ? found : [];
}

const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
