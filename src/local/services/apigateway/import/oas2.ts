/** Reads the parts of OpenAPI 2.0 (Swagger) that an import needs. */
import { type Dialect, dereference, mergedParameters } from './dialect.ts';
import { isObject, type Json, listIn, objectIn, textIn, textsIn } from './json.ts';

const JSON_ONLY = ['application/json'];

export const oas2 = (document: Json): Dialect => ({
  schemas: objectIn(document.definitions),
  securitySchemes: objectIn(document.securityDefinitions),
  basePath: textIn(document.basePath) ?? '',
  endpoint: objectIn(document['x-amazon-apigateway-endpoint-configuration']),
  parameters: (pathItem, operation) => mergedParameters(document, pathItem, operation, ['body']),
  requestSchemas(operation) {
    const body = listIn(operation.parameters)
      .map((parameter) => dereference(document, parameter))
      .find((parameter) => parameter.in === 'body');
    if (!body || !isObject(body.schema)) return {};
    const schema = body.schema;
    const types = textsIn(operation.consumes) ?? textsIn(document.consumes) ?? JSON_ONLY;
    return Object.fromEntries(types.map((type) => [type, schema]));
  },
  responseSchemas(operation, response) {
    if (!isObject(response.schema)) return {};
    const schema = response.schema;
    const types = textsIn(operation.produces) ?? textsIn(document.produces) ?? JSON_ONLY;
    return Object.fromEntries(types.map((type) => [type, schema]));
  },
});
