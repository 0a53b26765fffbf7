/** Gateway responses: their types, the defaults of an API, and the rules for changes. */
import type { ApiDefinition, GatewayResponse } from '../../../state/apis/model.ts';
import { badRequest } from '../errors.ts';
import { checkGatewayMappings, checkTemplates } from '../mapping-expressions.ts';

/** The default status of each type. */
const DEFAULT_STATUS: Readonly<Record<string, string | undefined>> = {
  REQUEST_TOO_LARGE: '413',
  RESOURCE_NOT_FOUND: '404',
  AUTHORIZER_CONFIGURATION_ERROR: '500',
  MISSING_AUTHENTICATION_TOKEN: '403',
  BAD_REQUEST_BODY: '400',
  INVALID_SIGNATURE: '403',
  INVALID_API_KEY: '403',
  BAD_REQUEST_PARAMETERS: '400',
  AUTHORIZER_FAILURE: '500',
  UNAUTHORIZED: '401',
  INTEGRATION_TIMEOUT: '504',
  ACCESS_DENIED: '403',
  DEFAULT_4XX: undefined,
  DEFAULT_5XX: undefined,
  WAF_FILTERED: '403',
  QUOTA_EXCEEDED: '429',
  THROTTLED: '429',
  API_CONFIGURATION_ERROR: '500',
  UNSUPPORTED_MEDIA_TYPE: '415',
  INTEGRATION_FAILURE: '504',
  EXPIRED_TOKEN: '403',
};

export const RESPONSE_TYPES: readonly string[] = Object.keys(DEFAULT_STATUS);

const DEFAULT_TEMPLATES = { 'application/json': '{"message":$context.error.messageString}' };

export function checkedGatewayResponse(response: GatewayResponse): GatewayResponse {
  if (response.statusCode !== undefined && !/^[1-5]\d\d$/.test(response.statusCode)) {
    throw badRequest(`Invalid status code specified: ${response.statusCode}`);
  }
  if (!Object.values(response.responseParameters ?? {}).every(Boolean)) {
    throw badRequest('Invalid null or empty value in responseParameters');
  }
  checkGatewayMappings(response.responseParameters);
  checkTemplates(response.responseTemplates);
  return response;
}

export type ShownGatewayResponse = GatewayResponse & { defaultResponse: boolean };

/**
 * Returns a gateway response as it is shown: the one that was set, otherwise the settings of DEFAULT_4XX or DEFAULT_5XX
 * for types of that class [recorded], otherwise AWS's default.
 */
export function shownGatewayResponse(definition: ApiDefinition, responseType: string): ShownGatewayResponse {
  const own = definition.gatewayResponses[responseType];
  const status = DEFAULT_STATUS[responseType];
  const fallback =
    status === undefined ? undefined : definition.gatewayResponses[status < '500' ? 'DEFAULT_4XX' : 'DEFAULT_5XX'];
  const set = own ?? fallback;
  const statusCode = set?.statusCode ?? status;
  return {
    responseType,
    ...(statusCode && { statusCode }),
    responseParameters: set?.responseParameters ?? {},
    responseTemplates: set?.responseTemplates ?? DEFAULT_TEMPLATES,
    defaultResponse: own === undefined,
  };
}
