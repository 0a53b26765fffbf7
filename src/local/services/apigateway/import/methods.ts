/** Converts the operations of a document to methods on resources; missing resources are created. */
import type { ApiDefinition, Method, MethodResponse, Resource } from '../../../state/apis/model.ts';
import { badRequest } from '../errors.ts';
import { checkIntegrationResponse } from '../integrations/integration-rules.ts';
import { compact } from '../members.ts';
import { addResource, resourceAt } from '../resources/resource-tree.ts';
import { type Dialect, dereference } from './dialect.ts';
import { attempt } from './faults.ts';
import { importIntegration } from './integration.ts';
import { isObject, type Json, objectIn, textIn, undefinedIfEmpty } from './json.ts';
import { type ModelImport, modelFor } from './models.ts';
import { methodSecurity } from './security.ts';

/** The members of a path item that are operations. */
const METHODS: Readonly<Record<string, string>> = {
  get: 'GET',
  put: 'PUT',
  post: 'POST',
  delete: 'DELETE',
  options: 'OPTIONS',
  head: 'HEAD',
  patch: 'PATCH',
  'x-amazon-apigateway-any-method': 'ANY',
};

export interface MethodImport extends ModelImport {
  readonly document: Json;
  readonly dialect: Dialect;
  readonly rootResourceId: string;
  newResourceId(): string;
  /** The IDs of the resources before the import, by path. An overwrite keeps them (docs/aws/import.md). */
  readonly idsBefore: ReadonlyMap<string, string>;
  /** The new cache namespaces, by resource ID, of resources that keep their IDs. */
  readonly namespaces: Map<string, string>;
}

/** `prefix` is the base path for all paths, or empty. */
export function importPaths(target: MethodImport, prefix: string): void {
  for (const [relative, raw] of Object.entries(objectIn(target.document.paths))) {
    if (!relative.startsWith('/')) continue;
    const path = `${prefix}${relative}`.replace(/(?<=.)\/$/, '');
    const pathItem = dereference(target.document, raw);
    const resource = attempt(target.faults, `Unable to create resource at path '${path}'`, () =>
      resourceFor(target, path),
    );
    if (!resource) continue;
    for (const [member, httpMethod] of Object.entries(METHODS)) {
      const operation = pathItem[member];
      if (isObject(operation)) importMethod(target, resource, httpMethod, pathItem, operation);
    }
  }
}

function resourceFor(target: MethodImport, path: string): Resource {
  let resource = target.definition.resources[target.rootResourceId]!;
  let current = '';
  for (const segment of path.split('/').filter((part) => part !== '')) {
    current += `/${segment}`;
    resource = resourceAt(target.definition, current) ?? resourceBelow(target, resource, segment, current);
  }
  return resource;
}

function resourceBelow(target: MethodImport, parent: Resource, segment: string, path: string): Resource {
  const idBefore = target.idsBefore.get(path);
  const newId = target.newResourceId();
  if (idBefore !== undefined) target.namespaces.set(idBefore, newId);
  return addResource(target.definition, parent.id, segment, idBefore ?? newId);
}

function importMethod(
  target: MethodImport,
  resource: Resource,
  httpMethod: string,
  pathItem: Json,
  operation: Json,
): void {
  const { definition, document, dialect, faults } = target;
  const at = `'${httpMethod}' for resource at path '${resource.path}'`;
  const { known, unsupported } = dialect.parameters(pathItem, operation);
  for (const { name, in: location } of unsupported) {
    faults.warnings.push(`Parameter '${name}' of method ${at} is ignored: its location '${location}' is not supported`);
  }
  const method = attempt(faults, `Unable to put method ${at}`, () =>
    compact<Method>({
      httpMethod,
      ...methodSecurity(definition, document, dialect.securitySchemes, operation),
      requestValidatorId: validatorIdOf(definition, document, operation),
      operationName: textIn(operation.operationId),
      requestParameters: undefinedIfEmpty(
        Object.fromEntries([
          ...pathParameter(resource.path),
          ...known.map(({ in: location, name, required }) => [`method.request.${location}.${name}`, required]),
        ]),
      ),
      requestModels: undefinedIfEmpty(modelsOf(target, dialect.requestSchemas(operation))),
      methodResponses: undefinedIfEmpty(responsesOf(target, operation)),
    }),
  );
  if (!method) return;
  const extension = operation['x-amazon-apigateway-integration'];
  if (isObject(extension)) {
    const cacheNamespace = target.namespaces.get(resource.id) ?? resource.id;
    const integration = attempt(faults, `Unable to put integration on ${at}`, () =>
      importIntegration(extension, method, { path: resource.path, httpMethod, cacheNamespace }, faults),
    );
    for (const response of Object.values(integration?.integrationResponses ?? {})) {
      attempt(faults, `Unable to put integration response on ${at}`, () => checkIntegrationResponse(response, method));
    }
    if (integration) method.methodIntegration = integration;
  }
  resource.resourceMethods = { ...resource.resourceMethods, [httpMethod]: method };
}

/**
 * A variable at the end of the path is a parameter, declared or not, unless it is greedy. This is recorded in
 * LocalStack's `test_import_and_validate_rest_api` with `swagger-mock-cors.json` and in
 * `test_import_with_global_api_key_authorizer`, which were run on AWS.
 */
function pathParameter(path: string): [string, boolean][] {
  const name = /\{([^{}+]+)\}$/.exec(path)?.[1];
  return name === undefined ? [] : [[`method.request.path.${name}`, true]];
}

const modelsOf = (target: MethodImport, schemas: Record<string, Json>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(schemas).flatMap(([type, schema]) => {
      const model = modelFor(target, schema);
      return model === undefined ? [] : [[type, model]];
    }),
  );

/** API Gateway has responses by status code; `default` and `2XX` have none. */
function responsesOf(target: MethodImport, operation: Json): Record<string, MethodResponse> {
  const responses = Object.entries(objectIn(operation.responses)).filter(([status]) => /^[1-5]\d\d$/.test(status));
  return Object.fromEntries(
    responses.map(([statusCode, raw]) => {
      const response = dereference(target.document, raw);
      const headers = Object.keys(objectIn(response.headers)).map((name) => [`method.response.header.${name}`, false]);
      return [
        statusCode,
        compact<MethodResponse>({
          statusCode,
          responseParameters: undefinedIfEmpty(Object.fromEntries(headers)),
          responseModels: undefinedIfEmpty(modelsOf(target, target.dialect.responseSchemas(operation, response))),
        }),
      ];
    }),
  );
}

function validatorIdOf(definition: ApiDefinition, document: Json, operation: Json): string | undefined {
  const extension = 'x-amazon-apigateway-request-validator';
  const name = textIn(operation[extension]) ?? textIn(document[extension]);
  if (name === undefined) return undefined;
  const validator = Object.values(definition.requestValidators).find((candidate) => candidate.name === name);
  if (!validator) throw badRequest(`Invalid Request Validator identifier specified: ${name}`);
  return validator.id;
}
