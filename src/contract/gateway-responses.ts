/**
 * The gateway's own errors in the envelope of the handler's (A8, G2): `{code, message, details, requestId}`. Pure.
 * Templates are plain substitution, no Velocity (aws-facts §6); `$context.error.messageString` has its own quotes.
 */
import type { CorsConfig } from '../config/config.ts';
import { RELEASE_HEADER } from '../stack/release-marks.ts';
import { errorHeaders } from './cors.ts';
import type { Json } from './json.ts';

/** Stands in the definition for the release id, which is made from the definition. */
export const RELEASE_PLACEHOLDER = '__APIKIT_RELEASE__';

interface Kind {
  readonly statusCode?: string;
  readonly code?: string;
  /** JSON text or a variable that is JSON text. */
  readonly message?: string;
  /** Headers with fixed values. */
  readonly headers?: Record<string, string>;
  /** Headers with the values of variables. */
  readonly parameters?: Record<string, string>;
}

/** A type that is set inherits nothing from the DEFAULT ones, so each is written out. */
const KINDS: Record<string, Kind> = {
  DEFAULT_4XX: {},
  DEFAULT_5XX: {},
  // Only this variable says what is wrong with a body. Its text has quotes in it, and whether they are escaped in a
  // template is nowhere documented, so it goes into a header, where it cannot break the JSON.
  BAD_REQUEST_BODY: {
    statusCode: '400',
    message: '"The body is not as the contract says; x-validation-error tells why."',
    parameters: { 'x-validation-error': 'context.error.validationErrorString' },
  },
  INVALID_API_KEY: {
    statusCode: '403',
    message: '"The x-api-key header has no API key that is valid here."',
  },
  // Without IAM authorization this only ever means that path and method are not in the contract.
  MISSING_AUTHENTICATION_TOKEN: { statusCode: '404', code: 'NOT_FOUND', message: '"There is nothing here."' },
  // The gateway sends no Retry-After of its own. A bucket refills every second; a quota does not.
  THROTTLED: { statusCode: '429', headers: { 'Retry-After': '1' } },
};

/** For `x-amazon-apigateway-gateway-responses`. Every type carries the release, so any unknown path tells it (decision 4). */
export function gatewayResponses(cors: CorsConfig | undefined): Json {
  return Object.fromEntries(Object.entries(KINDS).map(([type, kind]) => [type, gatewayResponse(kind, cors)]));
}

function gatewayResponse(kind: Kind, cors: CorsConfig | undefined): Json {
  const fixed = { [RELEASE_HEADER]: RELEASE_PLACEHOLDER, ...kind.headers, ...errorHeaders(cors) };
  // Echoing the caller's header is undefined where it is absent, so the gateway's errors carry its own id (A9).
  const variable = { 'x-correlation-id': 'context.requestId', ...kind.parameters };
  return {
    ...(kind.statusCode !== undefined && { statusCode: kind.statusCode }),
    responseParameters: {
      ...Object.fromEntries(
        Object.entries(fixed).map(([name, value]) => [`gatewayresponse.header.${name}`, `'${value}'`]),
      ),
      ...Object.fromEntries(Object.entries(variable).map(([name, value]) => [`gatewayresponse.header.${name}`, value])),
    },
    responseTemplates: {
      'application/json':
        `{"code":"${kind.code ?? '$context.error.responseType'}",` +
        `"message":${kind.message ?? '$context.error.messageString'},` +
        '"details":[],"requestId":"$context.requestId"}',
    },
  };
}
