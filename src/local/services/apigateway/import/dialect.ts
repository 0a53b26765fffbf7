/**
 * The parts of a document that an import reads, for either version of OpenAPI. The two versions have the same
 * information in different places; `oas2.ts` and `oas3.ts` read them.
 */
import { isObject, type Json, listIn, objectIn, textIn } from './json.ts';

/** A parameter that API Gateway can map; `unsupported` has the names of cookie and form parameters. */
export interface ImportedParameter {
  readonly name: string;
  readonly in: 'querystring' | 'header' | 'path';
  readonly required: boolean;
}

export interface Dialect {
  readonly schemas: Json;
  readonly securitySchemes: Json;
  /** The base path of the document's paths, e.g. `/v1`; empty if it has none. */
  readonly basePath: string;
  /** `x-amazon-apigateway-endpoint-configuration` */
  readonly endpoint: Json;
  parameters(pathItem: Json, operation: Json): { known: ImportedParameter[]; unsupported: Json[] };
  /** Content type → schema of the request body. */
  requestSchemas(operation: Json): Record<string, Json>;
  /** Content type → schema of one response. */
  responseSchemas(operation: Json, response: Json): Record<string, Json>;
}

/** Follows one local reference (`#/components/parameters/Id`); other values are returned unchanged. */
export function dereference(document: Json, value: unknown): Json {
  const target = isObject(value) ? textIn(value.$ref) : undefined;
  if (target === undefined || !target.startsWith('#/')) return objectIn(value);
  const segments = target
    .slice(2)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
  return objectIn(segments.reduce<unknown>((node, segment) => objectIn(node)[segment], document));
}

const LOCATIONS: Readonly<Record<string, ImportedParameter['in']>> = {
  query: 'querystring',
  header: 'header',
  path: 'path',
};

/**
 * Merges the parameters of the path and the operation; the operation's win. `ignored` lists locations with another
 * meaning.
 */
export function mergedParameters(document: Json, pathItem: Json, operation: Json, ignored: readonly string[]) {
  const byName = new Map<string, Json>();
  for (const raw of [...listIn(pathItem.parameters), ...listIn(operation.parameters)]) {
    const parameter = dereference(document, raw);
    if (!ignored.includes(textIn(parameter.in) ?? '')) byName.set(`${parameter.in}/${parameter.name}`, parameter);
  }
  const known: ImportedParameter[] = [];
  const unsupported: Json[] = [];
  for (const parameter of byName.values()) {
    const location = LOCATIONS[textIn(parameter.in) ?? ''];
    const name = textIn(parameter.name);
    if (location && name)
      known.push({ name, in: location, required: location === 'path' || parameter.required === true });
    else unsupported.push(parameter);
  }
  return { known, unsupported };
}
