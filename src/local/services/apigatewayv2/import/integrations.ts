/** `x-amazon-apigateway-integration` of an operation, or a reference to an integration of the components. */
import { isObject, type Json, objectIn, scalarIn, textIn } from '../../apigateway/import/json.ts';
import { badRequest } from '../errors.ts';
import { checkedIntegration } from '../integrations/new-integration.ts';
import { VERSIONS, wholeNumber } from './numbers.ts';
import type { Target } from './target.ts';

const TYPES: Readonly<Record<string, 'AWS_PROXY' | 'HTTP_PROXY'>> = {
  AWS_PROXY: 'AWS_PROXY',
  HTTP_PROXY: 'HTTP_PROXY',
};

const COMPONENT = '#/components/x-amazon-apigateway-integrations/';

/**
 * Returns the ID of the integration; routes that refer to the same component share it. Returns `undefined` for a type
 * that HTTP APIs do not have, with a warning: the route has no integration. Throws BadRequestException.
 */
export function importIntegration(target: Target, routeKey: string, raw: unknown): string | undefined {
  const reference = textIn(objectIn(raw).$ref);
  if (reference !== undefined && !reference.startsWith(COMPONENT)) {
    throw badRequest(`Unable to resolve the reference ${reference}`);
  }
  const shared = reference?.slice(COMPONENT.length);
  const known = shared === undefined ? undefined : target.sharedIntegrations.get(shared);
  if (known !== undefined) return known;
  const integration = shared === undefined ? raw : componentOf(target.document, shared);
  if (!isObject(integration)) throw badRequest('The integration must be an object');
  const type = TYPES[String(integration.type).toUpperCase()];
  if (type === undefined) {
    target.faults.warnings.push(
      `Unsupported integration type '${String(integration.type)}' for route '${routeKey}', ignoring.`,
    );
    return undefined;
  }
  const IntegrationId = target.long();
  target.draft.integrations[IntegrationId] = checkedIntegration({
    IntegrationId,
    IntegrationType: type,
    ...settingsOf(integration),
  });
  if (shared !== undefined) target.sharedIntegrations.set(shared, IntegrationId);
  return IntegrationId;
}

const componentOf = (document: Json, name: string): unknown =>
  objectIn(objectIn(document.components)['x-amazon-apigateway-integrations'])[name];

function settingsOf(integration: Json) {
  const text = (member: string, name: string) => {
    const value = scalarIn(integration[name]);
    return value === undefined ? {} : { [member]: value };
  };
  const version = scalarIn(integration.payloadFormatVersion);
  const timeout = wholeNumber(integration.timeoutInMillis, 'timeoutInMillis');
  if (timeout !== undefined && (timeout < 50 || timeout > 30_000)) {
    throw badRequest('Timeout should be between 50 ms and 30000 ms');
  }
  const { requestParameters, responseParameters, connectionType } = integration;
  return {
    ...text('IntegrationUri', 'uri'),
    ...text('IntegrationMethod', 'httpMethod'),
    ...text('CredentialsArn', 'credentials'),
    ...text('IntegrationSubtype', 'integrationSubtype'),
    ...text('ConnectionId', 'connectionId'),
    ...(version !== undefined && { PayloadFormatVersion: VERSIONS[version] ?? version }),
    ...(timeout !== undefined && { TimeoutInMillis: timeout }),
    ...(connectionType === 'VPC_LINK' && { ConnectionType: 'VPC_LINK' as const }),
    ...(isObject(requestParameters) && { RequestParameters: textsOf(requestParameters) }),
    ...(isObject(responseParameters) && {
      ResponseParameters: Object.fromEntries(
        Object.entries(responseParameters).map(([status, parameters]) => [status, textsOf(objectIn(parameters))]),
      ),
    }),
  };
}

const textsOf = (values: Json): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
