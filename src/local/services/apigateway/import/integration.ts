/**
 * Converts `x-amazon-apigateway-integration` to an integration. A value of the wrong type is left out with a warning.
 */
import { notImplemented } from '../../../cloud/aws-error.ts';
import type { Integration, IntegrationResponse, Method } from '../../../state/apis/model.ts';
import {
  checkedContentHandling,
  checkedIntegrationType,
  checkedPassthrough,
  finishedIntegration,
} from '../integrations/integration-rules.ts';
import { compact } from '../members.ts';
import type { Faults } from './faults.ts';
import { isObject, type Json, objectIn, scalarIn, textIn, textsIn, undefinedIfEmpty } from './json.ts';

/** The location of the integration for warnings, and its default namespace. */
export interface MethodLocation {
  readonly path: string;
  readonly httpMethod: string;
  readonly cacheNamespace: string;
}

export function importIntegration(
  extension: Json,
  method: Method,
  location: MethodLocation,
  faults: Faults,
): Integration {
  const connectionType = textIn(extension.connectionType)?.toUpperCase() as Integration['connectionType'];
  const contentHandling = textIn(extension.contentHandling);
  const passthrough = textIn(extension.passthroughBehavior);
  const timeout = extension.timeoutInMillis;
  const texts = (name: string) => undefinedIfEmpty(textMap(extension, name, location, faults));
  const mode = textIn(extension.responseTransferMode)?.toUpperCase();
  if (mode === 'STREAM') throw notImplemented('Response streaming');
  const integration: Integration = compact({
    type: checkedIntegrationType((textIn(extension.type) ?? '').toUpperCase()),
    httpMethod: textIn(extension.httpMethod)?.toUpperCase(),
    uri: textIn(extension.uri),
    connectionType,
    connectionId: textIn(extension.connectionId),
    credentials: textIn(extension.credentials),
    requestParameters: texts('requestParameters'),
    requestTemplates: texts('requestTemplates'),
    passthroughBehavior: passthrough === undefined ? undefined : checkedPassthrough(passthrough.toUpperCase()),
    contentHandling: contentHandling === undefined ? undefined : checkedContentHandling(contentHandling.toUpperCase()),
    timeoutInMillis: timeout === undefined ? undefined : Number(timeout),
    cacheNamespace: textIn(extension.cacheNamespace),
    cacheKeyParameters: textsIn(extension.cacheKeyParameters),
    tlsConfig: isObject(extension.tlsConfig)
      ? { insecureSkipVerification: extension.tlsConfig.insecureSkipVerification === true }
      : undefined,
    integrationResponses: undefinedIfEmpty(importResponses(objectIn(extension.responses), location, faults)),
  });
  return finishedIntegration(integration, method, location.cacheNamespace);
}

/** Keys are patterns for the backend's status or error, or `default`, which has no pattern. */
function importResponses(
  responses: Json,
  location: MethodLocation,
  faults: Faults,
): Record<string, IntegrationResponse> {
  return Object.fromEntries(
    Object.entries(responses).flatMap(([pattern, raw]) => {
      const response = objectIn(raw);
      const statusCode = scalarIn(response.statusCode);
      if (statusCode === undefined) return [];
      const handling = textIn(response.contentHandling);
      const imported: IntegrationResponse = compact({
        statusCode,
        selectionPattern: pattern === 'default' ? undefined : pattern,
        responseParameters: undefinedIfEmpty(textMap(response, 'responseParameters', location, faults)),
        responseTemplates: undefinedIfEmpty(textMap(response, 'responseTemplates', location, faults)),
        contentHandling: handling === undefined ? undefined : checkedContentHandling(handling.toUpperCase()),
      });
      return [[statusCode, imported]];
    }),
  );
}

/** The warning is recorded word for word. */
function textMap(
  holder: Json,
  name: string,
  { path, httpMethod }: MethodLocation,
  { warnings }: Faults,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(objectIn(holder[name])).flatMap(([key, value]) => {
      if (typeof value === 'string') return [[key, value]];
      warnings.push(
        `Invalid format for '${name}'. Expected type string for property '${key}' of resource '${path}' and method '${httpMethod}' but got '${String(value)}'`,
      );
      return [];
    }),
  );
}
