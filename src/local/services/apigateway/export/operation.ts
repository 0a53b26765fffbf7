/** Converts a method to an operation of either OpenAPI version. */
import type { ApiDefinition, Method, MethodResponse } from '../../../state/apis/model.ts';
import { compact } from '../members.ts';
import { exportIntegration } from './integration.ts';
import { exportSecurity } from './security.ts';

export type ExportType = 'oas30' | 'swagger';

export interface OperationExport {
  readonly type: ExportType;
  readonly definition: ApiDefinition;
  readonly withExtensions: boolean;
}

type Json = Record<string, unknown>;

const LOCATIONS: Readonly<Record<string, string>> = { querystring: 'query', header: 'header', path: 'path' };

export function exportOperation(target: OperationExport, method: Method, resourceId: string): Json {
  const { type, definition, withExtensions } = target;
  const parameters = parametersOf(type, method);
  const validator = method.requestValidatorId && definition.requestValidators[method.requestValidatorId]?.name;
  const integration = method.methodIntegration;
  return compact({
    operationId: method.operationName,
    ...typesOf(type, method),
    parameters: parameters.length > 0 ? parameters : undefined,
    requestBody: type === 'oas30' ? requestBody(method) : undefined,
    responses: responsesOf(type, method),
    security: exportSecurity(definition, method),
    'x-amazon-apigateway-request-validator': withExtensions && validator ? validator : undefined,
    'x-amazon-apigateway-integration':
      withExtensions && integration ? exportIntegration(integration, resourceId) : undefined,
  });
}

function parametersOf(type: ExportType, { requestParameters = {}, requestModels = {} }: Method): Json[] {
  const parameters = Object.entries(requestParameters).map(([key, required]): Json => {
    const [, , location = '', ...name] = key.split('.');
    const schema = type === 'oas30' ? { schema: { type: 'string' } } : { type: 'string' };
    // OpenAPI 3 leaves out default values, Swagger has them [recorded].
    const told = type === 'oas30' && !required ? {} : { required };
    return { name: name.join('.'), in: LOCATIONS[location], ...told, ...schema };
  });
  const model = Object.values(requestModels)[0];
  if (type === 'swagger' && model !== undefined) {
    parameters.push({ in: 'body', name: model, required: true, schema: reference(type, model) });
  }
  return parameters;
}

/**
 * Swagger has the content types beside the schemas, OpenAPI 3 has them as keys: the content types of models and those
 * of the integration's templates. A CORS method with a mock has templates but no model (recorded:
 * test_export_swagger_openapi).
 */
function typesOf(type: ExportType, { requestModels, methodResponses = {}, methodIntegration }: Method): Json {
  if (type === 'oas30') return {};
  const consumes = typesIn([requestModels, methodIntegration?.requestTemplates]);
  const produces = typesIn([
    ...Object.values(methodResponses).map(({ responseModels }) => responseModels),
    ...Object.values(methodIntegration?.integrationResponses ?? {}).map(({ responseTemplates }) => responseTemplates),
  ]);
  return { ...(consumes.length > 0 && { consumes }), ...(produces.length > 0 && { produces }) };
}

const typesIn = (maps: readonly (Readonly<Record<string, unknown>> | undefined)[]): string[] => [
  ...new Set(maps.flatMap((map = {}) => Object.keys(map))),
];

const requestBody = ({ requestModels = {} }: Method): Json | undefined =>
  Object.keys(requestModels).length > 0 ? { content: contentOf(requestModels), required: true } : undefined;

const responsesOf = (type: ExportType, { methodResponses = {} }: Method): Json =>
  Object.fromEntries(
    Object.entries(methodResponses).map(([status, response]) => [status, exportResponse(type, response)]),
  );

function exportResponse(
  type: ExportType,
  { statusCode, responseParameters, responseModels = {} }: MethodResponse,
): Json {
  const header = type === 'oas30' ? { schema: { type: 'string' } } : { type: 'string' };
  const names = Object.keys(responseParameters ?? {}).map((key) => key.replace(/^method\.response\.header\./, ''));
  const model = Object.values(responseModels)[0];
  return compact({
    description: `${statusCode} response`,
    headers: names.length > 0 ? Object.fromEntries(names.map((name) => [name, header])) : undefined,
    content: type === 'oas30' ? contentOf(responseModels) : undefined,
    schema: type === 'swagger' && model !== undefined ? reference(type, model) : undefined,
  });
}

const contentOf = (models: Record<string, string>): Json =>
  Object.fromEntries(Object.entries(models).map(([type, model]) => [type, { schema: reference('oas30', model) }]));

const reference = (type: ExportType, model: string) => ({ $ref: `${schemaPrefix(type)}${model}` });

export const schemaPrefix = (type: ExportType): string =>
  type === 'oas30' ? '#/components/schemas/' : '#/definitions/';
