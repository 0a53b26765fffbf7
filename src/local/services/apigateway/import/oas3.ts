/** Reads the parts of OpenAPI 3.0 that an import needs. */
import { type Dialect, dereference, mergedParameters } from './dialect.ts';
import { isObject, type Json, listIn, objectIn, textIn } from './json.ts';

export function oas3(document: Json): Dialect {
  const components = objectIn(document.components);
  const server = objectIn(listIn(document.servers)[0]);
  const contentOf = (holder: Json): Record<string, Json> =>
    Object.fromEntries(
      Object.entries(objectIn(holder.content)).flatMap(([type, media]) => {
        const { schema } = objectIn(media);
        return isObject(schema) ? [[type, schema]] : [];
      }),
    );
  return {
    schemas: objectIn(components.schemas),
    securitySchemes: objectIn(components.securitySchemes),
    basePath: basePathOf(server),
    endpoint: objectIn(server['x-amazon-apigateway-endpoint-configuration']),
    parameters: (pathItem, operation) => mergedParameters(document, pathItem, operation, []),
    requestSchemas: (operation) => contentOf(dereference(document, operation.requestBody)),
    responseSchemas: (_operation, response) => contentOf(response),
  };
}

/** The variable `basePath` wins over the path of the URL [recorded]. */
function basePathOf(server: Json): string {
  const variable = textIn(objectIn(objectIn(server.variables).basePath).default);
  if (variable !== undefined) return variable;
  const path = /^(?:[a-z]+:\/\/[^/]*)?(\/[^?#]*)?/i.exec(textIn(server.url) ?? '')?.[1];
  return path ?? '';
}
