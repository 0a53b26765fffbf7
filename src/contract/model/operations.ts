/** The operations of a contract as plain data for the compiler, the templates and commands. Pure. */
import { type Access, accessOf } from './access.ts';
import { isObject, type Json, listOf, objectOf, textOf } from './json.ts';
import { ANY_METHOD, OPERATION_KEYS } from './methods.ts';
import { deref } from './references.ts';
import { type OperationSettings, settingsOf } from './settings.ts';

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
}

export interface Body {
  readonly required: boolean;
  /** JSON content types with the schemas of the contract, which may be references. */
  readonly schemas: readonly { readonly contentType: string; readonly schema: Json }[];
}

export interface Operation {
  readonly path: string;
  /** In upper case; `ANY` for the extension. */
  readonly method: string;
  /** The key in the path item. */
  readonly key: string;
  readonly operationId: string;
  readonly summary?: string;
  /** The same as `access.key`. */
  readonly needsKey: boolean;
  readonly access: Access;
  readonly settings: OperationSettings;
  readonly parameters: readonly Parameter[];
  readonly body?: Body;
}

/** Returns the operations in the document's order. Total, also for documents that the lint rejects. */
export function operationsOf(document: Json): Operation[] {
  return Object.entries(objectOf(document.paths)).flatMap(([path, item]) =>
    OPERATION_KEYS.filter((key) => isObject(objectOf(item)[key])).map((key) => {
      const operation = objectOf(objectOf(item)[key]);
      const summary = textOf(operation.summary);
      const access = accessOf(document, operation);
      const body = bodyOf(document, operation);
      return {
        path,
        method: key === ANY_METHOD ? 'ANY' : key.toUpperCase(),
        key,
        operationId: textOf(operation.operationId) ?? '',
        ...(summary !== undefined && { summary }),
        needsKey: access.key,
        access,
        settings: settingsOf(operation),
        parameters: parametersOf(document, path, objectOf(item), operation),
        ...(body && { body }),
      };
    }),
  );
}

/**
 * Returns the parameters of the path item, overridden by those of the operation, and the path's variables without a
 * declaration.
 */
function parametersOf(document: Json, path: string, item: Json, operation: Json): Parameter[] {
  const found = new Map<string, Parameter>();
  for (const raw of [...listOf(item.parameters), ...listOf(operation.parameters)]) {
    const parameter = deref(document, raw);
    const [name, place] = [textOf(parameter?.name), textOf(parameter?.in)];
    if (!parameter || name === undefined || (place !== 'path' && place !== 'query' && place !== 'header')) continue;
    const description = textOf(parameter.description);
    found.set(`${place} ${name}`, {
      name,
      in: place,
      required: place === 'path' || parameter.required === true,
      ...(description !== undefined && { description }),
    });
  }
  for (const name of pathParameters(path)) {
    if (!found.has(`path ${name}`)) found.set(`path ${name}`, { name, in: 'path', required: true });
  }
  return [...found.values()];
}

/**
 * Whether API Gateway accepts the name of a query or header parameter. The handler checks the others
 * (docs/aws/import.md).
 */
export function isMappable(name: string): boolean {
  return /^[A-Za-z0-9._$-]+$/.test(name);
}

/** Returns the names in braces, without the `+` of a greedy parameter. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{([^{}+]+)\+?\}/g)].map((match) => match[1]!);
}

function bodyOf(document: Json, operation: Json): Body | undefined {
  const body = deref(document, operation.requestBody);
  if (!body) return undefined;
  const schemas = Object.entries(objectOf(body.content)).flatMap(([contentType, media]) => {
    const schema = objectOf(media).schema;
    return isJson(contentType) && isObject(schema) ? [{ contentType, schema }] : [];
  });
  return { required: body.required === true, schemas };
}

/** A model can validate only JSON. */
export function isJson(contentType: string): boolean {
  return /^application\/([^;]+\+)?json\s*(;|$)/i.test(contentType);
}
