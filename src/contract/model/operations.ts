/** The operations of a contract as plain data: what the compiler, the templates and other commands read. Pure. */
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
  /** JSON content types and the schema as the contract has it, perhaps a reference. */
  readonly schemas: readonly { readonly contentType: string; readonly schema: Json }[];
}

export interface Operation {
  readonly path: string;
  /** Upper case; `ANY` for the extension. */
  readonly method: string;
  /** Its key in the path item. */
  readonly key: string;
  readonly operationId: string;
  readonly summary?: string;
  /** `access.key`. */
  readonly needsKey: boolean;
  readonly access: Access;
  readonly settings: OperationSettings;
  readonly parameters: readonly Parameter[];
  readonly body?: Body;
}

/** In the order of the document; total, also for documents that the lint refuses. */
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

/** The path item's parameters, with the operation's own over them, and those that the path has but nobody declares. */
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
 * Whether API Gateway has a name for a query or header parameter; others are left to the handler (docs/aws/import.md).
 */
export function isMappable(name: string): boolean {
  return /^[A-Za-z0-9._$-]+$/.test(name);
}

/** Names in braces, without the `+` of a greedy one. */
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

/** Only JSON can be validated by a model. */
export function isJson(contentType: string): boolean {
  return /^application\/([^;]+\+)?json\s*(;|$)/i.test(contentType);
}
