/** Finds the JSON request bodies of a contract. Pure; takes a document that the contract's own check has accepted. */

export type JsonObject = { [key: string]: unknown };

export interface JsonBody {
  operationId: string;
  /** `createItem` → `CreateItem`: what names made from it begin with. */
  pascalName: string;
  /** As written in the contract, in the OpenAPI 3.0 dialect. */
  schema: unknown;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** The JSON request bodies by operation, in the order of the document; operations without an operationId have no name to go by. */
export function jsonBodies(document: unknown): JsonBody[] {
  const operations = Object.values(objectAt(document, 'paths')).flatMap((item) =>
    METHODS.map((method) => objectAt(item, method)),
  );
  return operations.flatMap((operation) => {
    const { operationId } = operation;
    const content = objectAt(follow(document, operation.requestBody), 'content');
    const type = Object.keys(content).find((name) => /^application\/([\w.-]+\+)?json\b/i.test(name));
    if (typeof operationId !== 'string' || type === undefined) return [];
    const { schema } = objectAt(content, type);
    return schema === undefined ? [] : [{ operationId, pascalName: pascalCase(operationId), schema }];
  });
}

/** `components.schemas` of the document. */
export function componentSchemas(document: unknown): JsonObject {
  return objectAt(objectAt(document, 'components'), 'schemas');
}

function follow(document: unknown, value: unknown): unknown {
  const ref = isObject(value) ? value.$ref : undefined;
  if (typeof ref !== 'string' || !ref.startsWith('#/')) return value;
  const keys = ref
    .slice(2)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return keys.reduce<unknown>(objectAt, document);
}

function objectAt(value: unknown, key: string): JsonObject {
  const found = isObject(value) ? value[key] : undefined;
  return isObject(found) ? found : {};
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pascalCase(name: string): string {
  return name
    .replace(/(^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_all, _gap, letter: string) => letter.toUpperCase())
    .replace(/[^A-Za-z0-9]/g, '');
}
