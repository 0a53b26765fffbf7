/**
 * Imports an OpenAPI document into an API: fields, models, validators, authorizers, gateway responses, then paths. It
 * is pure except for the IDs, and stores nothing, so a rejected import leaves no trace.
 */
import type { Scope } from '../../../cloud/cloud.ts';
import type { ApiDefinition, RestApi } from '../../../state/apis/model.ts';
import { badRequest } from '../errors.ts';
import { checkedGatewayResponse, RESPONSE_TYPES } from '../gateway-responses/gateway-response-rules.ts';
import { emptyDefinition } from '../state.ts';
import { importedApi, type PutMode } from './api-fields.ts';
import { basePathPrefix } from './base-path.ts';
import { attempt, type Faults, noFaults, refuseFaults } from './faults.ts';
import { flagIn, isObject, type Json, objectIn, scalarIn, undefinedIfEmpty } from './json.ts';
import { importPaths } from './methods.ts';
import { importModels } from './models.ts';
import { oas2 } from './oas2.ts';
import { oas3 } from './oas3.ts';
import { importAuthorizers } from './security.ts';

export interface ImportOptions {
  readonly mode: PutMode;
  /** `ignore`, `prepend` or `split` */
  readonly basePath: string;
  readonly failOnWarnings: boolean;
}

export interface ImportIds {
  newId(): string;
  newResourceId(): string;
}

export interface Imported {
  readonly api: RestApi;
  readonly definition: ApiDefinition;
  readonly warnings: string[];
}

/** Throws a BadRequestException with every error (and, if requested, every warning). */
export function importDocument(
  before: { api: RestApi; definition: ApiDefinition },
  document: Json,
  options: ImportOptions,
  scope: Scope,
  ids: ImportIds,
): Imported {
  const faults = noFaults();
  const dialect = document.swagger === undefined ? oas3(document) : oas2(document);
  const api = importedApi(before.api, document, dialect, options.mode, scope);
  const definition = options.mode === 'merge' ? structuredClone(before.definition) : emptyWithRoot(api);
  const idsBefore = new Map(Object.values(before.definition.resources).map(({ path, id }) => [path, id]));
  const { id: apiId, rootResourceId } = api;
  const paths = { rootResourceId, idsBefore, namespaces: new Map<string, string>() };
  const target = { apiId, definition, faults, document, dialect, ...paths, ...ids };

  importModels(target, dialect.schemas);
  importValidators(definition, document, ids);
  importAuthorizers(target, dialect.securitySchemes);
  importGatewayResponses(definition, document, faults);
  importPaths(target, basePathPrefix(options.basePath, dialect.basePath));

  refuseFaults(faults, options.failOnWarnings);
  return { api, definition, warnings: faults.warnings };
}

const emptyWithRoot = ({ rootResourceId }: RestApi): ApiDefinition => ({
  ...emptyDefinition(),
  resources: { [rootResourceId]: { id: rootResourceId, path: '/' } },
});

function importValidators(definition: ApiDefinition, document: Json, { newId }: ImportIds): void {
  for (const [name, raw] of Object.entries(objectIn(document['x-amazon-apigateway-request-validators']))) {
    const { validateRequestBody, validateRequestParameters } = objectIn(raw);
    const existing = Object.values(definition.requestValidators).find((validator) => validator.name === name);
    const id = existing?.id ?? newId();
    definition.requestValidators[id] = {
      id,
      name,
      validateRequestBody: flagIn(validateRequestBody),
      validateRequestParameters: flagIn(validateRequestParameters),
    };
  }
}

function importGatewayResponses(definition: ApiDefinition, document: Json, faults: Faults): void {
  for (const [responseType, raw] of Object.entries(objectIn(document['x-amazon-apigateway-gateway-responses']))) {
    const response = objectIn(raw);
    const statusCode = scalarIn(response.statusCode);
    attempt(faults, `Unable to put gateway response '${responseType}'`, () => {
      if (!RESPONSE_TYPES.includes(responseType)) throw badRequest('Invalid gateway response type specified');
      const texts = (name: string) => undefinedIfEmpty(stringsOf(response[name]));
      const responseParameters = texts('responseParameters');
      const responseTemplates = texts('responseTemplates');
      definition.gatewayResponses[responseType] = checkedGatewayResponse({
        responseType,
        ...(statusCode && { statusCode }),
        ...(responseParameters && { responseParameters }),
        ...(responseTemplates && { responseTemplates }),
      });
    });
  }
}

const stringsOf = (value: unknown): Record<string, string> =>
  isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text)])) : {};
