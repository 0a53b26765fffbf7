/** The operations of a contract as code is generated from them. Pure; takes a document that the contract's own check has accepted. */

export type JsonObject = { [key: string]: unknown };

export type Place = 'path' | 'query' | 'header' | 'cookie';

export interface ContractParameter {
  name: string;
  in: Place;
  required: boolean;
  /** As written in the contract; of `content`, the schema of its first media type. */
  schema: unknown;
  /** Lists: one value a repetition of the name, or all in one value with this between them. */
  separator: string | undefined;
  /** Written as JSON: a parameter with `content`. */
  json: boolean;
  description: string | undefined;
}

export interface ContractBody {
  required: boolean;
  /** By media type, as written in the contract; `undefined` where nothing is said of the contents. */
  media: Array<{ type: string; schema: unknown }>;
}

export interface ContractReply {
  /** `200`, `4XX`, `default` */
  status: string;
  /** `undefined` for a reply without a body. */
  media: Array<{ type: string; schema: unknown }> | undefined;
}

export interface ContractOperation {
  operationId: string;
  /** Upper case. */
  method: string;
  path: string;
  /** Its key in the path item. */
  key: string;
  parameters: ContractParameter[];
  body: ContractBody | undefined;
  replies: ContractReply[];
  /** Answered by something else than the function (`x-apikit.integration`). */
  elsewhere: boolean;
}

const ANY = 'x-amazon-apigateway-any-method';
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', ANY];
const PLACES: readonly unknown[] = ['path', 'query', 'header', 'cookie'];

/** In the order of the document; operations without an operationId have no name to go by. */
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

/** `components.schemas` of the document. */
export function componentSchemas(document: unknown): JsonObject {
  return objectAt(objectAt(document, 'components'), 'schemas');
}

/** The names in braces, in their order. */
export function pathNames(path: string): string[] {
  return [...path.matchAll(/\{([^{}+]+)\+?\}/g)].map((match) => match[1]!);
}

/** The media types that are JSON. */
export const isJson = (type: string): boolean => /^application\/([\w.-]+\+)?json\b/i.test(type);

function parametersOf(document: unknown, item: unknown, operation: JsonObject): ContractParameter[] {
  const found = new Map<string, ContractParameter>();
  for (const raw of [...listAt(item, 'parameters'), ...listAt(operation, 'parameters')]) {
    const { name, in: place, required, schema, style, explode, content, description } = objectOf(follow(document, raw));
    if (typeof name !== 'string' || !PLACES.includes(place)) continue;
    const media = Object.values(objectOf(content))[0];
    found.set(`${place} ${place === 'header' ? name.toLowerCase() : name}`, {
      name,
      in: place as Place,
      required: place === 'path' || required === true,
      schema: media === undefined ? (schema ?? {}) : (objectOf(media).schema ?? {}),
      separator: separatorOf(place as Place, style, explode),
      json: media !== undefined,
      description: typeof description === 'string' ? description : undefined,
    });
  }
  return [...found.values()];
}

/** What stands between the values of a list (OpenAPI 3, `style` and `explode` with their defaults). */
function separatorOf(place: Place, style: unknown, explode: unknown): string | undefined {
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

/** What a reference within the document leads to; anything else as it is. */
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
