/**
 * The gateway's own errors in the envelope of the handler's: `{code, message, details, requestId}`. Pure.
 * Templates are plain substitution, no Velocity (docs/aws/data-plane.md); `$context.error.messageString` has its own
 * quotes.
 */
import type { CorsConfig } from '../../config/config.ts';
import { RELEASE_HEADER } from '../../naming/release-marks.ts';
import type { Json } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { errorHeaders } from './cors.ts';

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
  // In the handler's own words; what is wrong is the logs' business.
  DEFAULT_5XX: { code: 'INTERNAL_ERROR', message: '"Something went wrong on our side."' },
  ACCESS_DENIED: { statusCode: '403', message: '"These credentials do not allow the request."' },
  API_CONFIGURATION_ERROR: { statusCode: '500', message: '"Something is not set up as it should be on our side."' },
  // Only this variable says what is wrong with a body. Its text has quotes in it, and whether they are escaped in a
  // template is nowhere documented, so it goes into a header, where it cannot break the JSON.
  BAD_REQUEST_BODY: {
    statusCode: '400',
    message: '"The body is not as the contract says; x-validation-error tells why."',
    parameters: { 'x-validation-error': 'context.error.validationErrorString' },
  },
  INTEGRATION_FAILURE: { statusCode: '504', message: '"What answers this request could not be reached."' },
  INTEGRATION_TIMEOUT: { statusCode: '504', message: '"What answers this request took too long."' },
  INVALID_API_KEY: {
    statusCode: '403',
    message: '"The x-api-key header has no API key that is valid here."',
  },
  QUOTA_EXCEEDED: { statusCode: '429', message: '"The quota of this API key is used up."' },
  // Only what the function cannot take: the gateway answers a body over its own 10 MB before it knows the API, so that
  // nothing customises that answer. A function takes 6 MB with the envelope around the body, and a binary body is a third
  // larger in it, as base64. docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html,
  // docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
  REQUEST_TOO_LARGE: {
    statusCode: '413',
    message: '"The request is too large: 6 MB are allowed with its headers, about 4.5 MB of a binary body."',
  },
  // The gateway sends no Retry-After of its own. A bucket refills every second; a quota does not.
  THROTTLED: {
    statusCode: '429',
    message: '"There are too many requests; try again in a second."',
    headers: { 'Retry-After': '1' },
  },
  UNSUPPORTED_MEDIA_TYPE: { statusCode: '415', message: '"A body of this media type is not taken here."' },
  WAF_FILTERED: { statusCode: '403', message: '"The request was refused."' },
};

/** The gateway says of a path that is not there that a token is missing. */
const NOTHING_HERE: Kind = { statusCode: '404', code: 'NOT_FOUND', message: '"There is nothing here."' };

/** With operations that are for signed requests, it means either, and nothing in it tells which (ADR 3). */
const NOT_SIGNED: Kind = {
  statusCode: '403',
  message: '"There is nothing here, or the request is not signed (AWS Signature Version 4)."',
};

/** HTTP wants one with every 401. */
const CHALLENGE = { 'WWW-Authenticate': 'Bearer' };

/** What goes wrong when an authorizer is asked; the gateway has no words for the failures but null. */
const AUTHORIZER_KINDS: Record<string, Kind> = {
  EXPIRED_TOKEN: { statusCode: '401', message: '"The token has expired."', headers: CHALLENGE },
  UNAUTHORIZED: {
    statusCode: '401',
    message: '"The request has no credentials that are valid here."',
    headers: CHALLENGE,
  },
  AUTHORIZER_FAILURE: { statusCode: '500', message: '"Who calls could not be found out."' },
  AUTHORIZER_CONFIGURATION_ERROR: { statusCode: '500', message: '"Who calls could not be found out."' },
};

/** For `x-amazon-apigateway-gateway-responses`. Every type carries the release, so any unknown path tells it (decision 4). */
export function gatewayResponses(cors: CorsConfig | undefined, operations: readonly Operation[]): Json {
  const used = new Set(operations.map(({ access }) => access.authorizer?.kind));
  const asked = (['cognito', 'token', 'request'] as const).some((kind) => used.has(kind));
  const kinds = {
    ...KINDS,
    MISSING_AUTHENTICATION_TOKEN: used.has('iam') ? NOT_SIGNED : NOTHING_HERE,
    ...(asked && AUTHORIZER_KINDS),
  };
  return Object.fromEntries(Object.entries(kinds).map(([type, kind]) => [type, gatewayResponse(kind, cors)]));
}

function gatewayResponse(kind: Kind, cors: CorsConfig | undefined): Json {
  const own = [...Object.keys(kind.headers ?? {}), ...Object.keys(kind.parameters ?? {})];
  const fixed = { [RELEASE_HEADER]: RELEASE_PLACEHOLDER, ...kind.headers, ...errorHeaders(cors, own) };
  // Echoing the caller's header is undefined where it is absent, so the gateway's errors carry its own id.
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
