/**
 * Gives API Gateway's own errors the same envelope as the handler's errors: `{code, message, details, requestId}`.
 * Pure. Templates only substitute variables and run no Velocity (docs/aws/data-plane.md).
 * `$context.error.messageString` contains its own quotes.
 */
import type { CorsConfig } from '../../config/config.ts';
import { RELEASE_HEADER } from '../../naming/release-marks.ts';
import type { Json } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { errorHeaders } from './cors.ts';

/** Stands in the definition for the release ID, which is computed from the definition. */
export const RELEASE_PLACEHOLDER = '__APIKIT_RELEASE__';

interface Kind {
  readonly statusCode?: string;
  readonly code?: string;
  /** A text of JSON, or a variable whose value is one. */
  readonly message?: string;
  /** Headers with fixed values. */
  readonly headers?: Record<string, string>;
  /** Headers whose values are variables. */
  readonly parameters?: Record<string, string>;
}

/** A type with an entry of its own inherits nothing from the DEFAULT types, so each entry is complete. */
const KINDS: Record<string, Kind> = {
  DEFAULT_4XX: {},
  // The message is the same as the handler's. The logs contain the cause.
  DEFAULT_5XX: { code: 'INTERNAL_ERROR', message: '"Something went wrong on our side."' },
  ACCESS_DENIED: { statusCode: '403', message: '"These credentials do not allow the request."' },
  API_CONFIGURATION_ERROR: { statusCode: '500', message: '"Something is not set up as it should be on our side."' },
  // Only this variable contains the reason. Its text contains quotes, and AWS does not document whether a template
  // escapes them. So it goes into a header, where it cannot break the JSON.
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
  // The message is about the function's limit: API Gateway rejects a body above its own 10 MB before it knows the API,
  // so no gateway response can change that answer. A function accepts 6 MB, which include the envelope of the event,
  // and base64 makes a binary body a third larger. docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html,
  // docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
  REQUEST_TOO_LARGE: {
    statusCode: '413',
    message: '"The request is too large: 6 MB are allowed with its headers, about 4.5 MB of a binary body."',
  },
  // API Gateway sends no Retry-After itself. A throttle allows more requests after a second; a quota does not.
  THROTTLED: {
    statusCode: '429',
    message: '"There are too many requests; try again in a second."',
    headers: { 'Retry-After': '1' },
  },
  UNSUPPORTED_MEDIA_TYPE: { statusCode: '415', message: '"A body of this media type is not taken here."' },
  WAF_FILTERED: { statusCode: '403', message: '"The request was refused."' },
};

/** For a path that does not exist, API Gateway's error says that a token is missing. */
const NOTHING_HERE: Kind = { statusCode: '404', code: 'NOT_FOUND', message: '"There is nothing here."' };

/** If operations require signed requests, the same error has two causes, and it does not say which one (ADR 3). */
const NOT_SIGNED: Kind = {
  statusCode: '403',
  message: '"There is nothing here, or the request is not signed (AWS Signature Version 4)."',
};

/** HTTP requires this header in every 401. */
const CHALLENGE = { 'WWW-Authenticate': 'Bearer' };

/** The failures of an authorizer. API Gateway's own message for them is null. */
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

/**
 * Returns `x-amazon-apigateway-gateway-responses`. Every type has the release header, so a request to an unknown path
 * reads it.
 */
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
  // The caller's header would be `undefined` if the caller sends none, so API Gateway's errors carry its request ID.
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
