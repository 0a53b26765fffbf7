/**
 * The errors of the gateway itself: one error type, created by one function for each gateway response that AWS
 * documents.
 */

import type { SignatureFault } from '../signature/signature-error.ts';

/** The gateway response types that the data plane can produce (Developer Guide, "Gateway response types"). */
export type GatewayResponseType =
  | 'ACCESS_DENIED'
  | 'API_CONFIGURATION_ERROR'
  | 'AUTHORIZER_CONFIGURATION_ERROR'
  | 'AUTHORIZER_FAILURE'
  | 'BAD_REQUEST_BODY'
  | 'BAD_REQUEST_PARAMETERS'
  | 'DEFAULT_4XX'
  | 'DEFAULT_5XX'
  | 'EXPIRED_TOKEN'
  | 'INTEGRATION_FAILURE'
  | 'INTEGRATION_TIMEOUT'
  | 'INVALID_API_KEY'
  | 'INVALID_SIGNATURE'
  | 'MISSING_AUTHENTICATION_TOKEN'
  | 'QUOTA_EXCEEDED'
  | 'REQUEST_TOO_LARGE'
  | 'THROTTLED'
  | 'UNAUTHORIZED'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'WAF_FILTERED';

export interface GatewayErrorOptions {
  /** `x-amzn-ErrorType` */
  readonly errorType: string;
  /**
   * AWS puts a space after the colon in validation and integration errors, but not in the others
   * (docs/aws/data-plane.md).
   */
  readonly spaced?: boolean;
  /** The member of the default body that has the text; `message` by default. */
  readonly member?: 'Message';
  /** `$context.error.validationErrorString` */
  readonly validationError?: string;
  /** The reason for the emulator's log; the client never sees it. */
  readonly reason?: string;
  /**
   * The cause on the caller's side, for the developer at this machine (`live-feed.ts`), if the message does not have
   * it. AWS does not reveal it, so neither the client nor a log sees it.
   */
  readonly detail?: string | undefined;
}

/** A message of `null` is sent as `{"message":null}`. */
export class GatewayError extends Error {
  readonly type: GatewayResponseType;
  /** The default status, unless the API configures another. */
  readonly status: number;
  readonly errorType: string;
  readonly spaced: boolean;
  readonly member: string;
  /** `$context.error.messageString`: the message as JSON. */
  readonly messageString: string;
  readonly validationError: string | undefined;
  readonly reason: string | undefined;
  readonly detail: string | undefined;

  constructor(type: GatewayResponseType, status: number, message: string | null, options: GatewayErrorOptions) {
    super(message ?? 'null');
    this.name = 'GatewayError';
    this.type = type;
    this.status = status;
    this.errorType = options.errorType;
    this.spaced = options.spaced ?? false;
    this.member = options.member ?? 'message';
    this.messageString = JSON.stringify(message);
    this.validationError = options.validationError;
    this.reason = options.reason;
    this.detail = options.detail;
  }
}

const BAD_REQUEST = 'BadRequestException';
const INTERNAL = 'InternalServerErrorException';

/** The path or method is not in the deployment. */
export const missingAuthenticationToken = () =>
  new GatewayError('MISSING_AUTHENTICATION_TOKEN', 403, 'Missing Authentication Token', {
    errorType: 'MissingAuthenticationTokenException',
    detail: 'no operation has this method and path',
  });

/**
 * The same error for an `Authorization` header that is not a signature. `hash` is the SHA-256 of the header in Base64.
 */
export const incompleteSignature = (hash: string) =>
  new GatewayError(
    'INVALID_SIGNATURE',
    403,
    `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${hash}'.`,
    { errorType: 'IncompleteSignatureException' },
  );

const SIGNATURE_FAULTS: Readonly<Record<SignatureFault, [GatewayResponseType, errorType: string]>> = {
  MissingAuthenticationToken: ['MISSING_AUTHENTICATION_TOKEN', 'MissingAuthenticationTokenException'],
  IncompleteSignature: ['INVALID_SIGNATURE', 'IncompleteSignatureException'],
  InvalidSignature: ['INVALID_SIGNATURE', 'InvalidSignatureException'],
  UnrecognizedClient: ['INVALID_SIGNATURE', 'UnrecognizedClientException'],
  ExpiredToken: ['EXPIRED_TOKEN', 'ExpiredTokenException'],
};

/** AWS_IAM: the request is not signed, or its signature is wrong. */
export function signatureRefused(fault: SignatureFault, message: string): GatewayError {
  const [type, errorType] = SIGNATURE_FAULTS[fault];
  const detail = fault === 'MissingAuthenticationToken' ? 'the operation accepts only signed requests' : undefined;
  return new GatewayError(type, 403, message, { errorType, detail });
}

/** The API or stage is unknown, or the endpoint is disabled. */
export const forbidden = (detail?: string) =>
  new GatewayError('DEFAULT_4XX', 403, 'Forbidden', { errorType: 'ForbiddenException', detail });

/** How the execution log begins the line about a client certificate (docs/aws/custom-domains.md). */
export const CLIENT_DENIED = 'Access denied. Reason: ';

/** The domain does not trust the certificate of the client. */
export const deniedClient = (why: string) =>
  new GatewayError('DEFAULT_4XX', 403, 'Forbidden', {
    errorType: 'ForbiddenException',
    reason: `${CLIENT_DENIED}${why}`,
  });

/** The credentials for a Lambda or Cognito authorizer are missing or invalid. */
export const unauthorized = (message = 'Unauthorized', detail?: string) =>
  new GatewayError('UNAUTHORIZED', 401, message, { errorType: 'UnauthorizedException', detail });

/** A policy denies the call. The text is in `Message`, with a capital letter (docs/aws/data-plane.md). */
export const deniedByPolicy = (message: string, detail?: string) =>
  new GatewayError('ACCESS_DENIED', 403, message, { errorType: 'AccessDeniedException', member: 'Message', detail });

/**
 * The gateway may not call the authorizer's function, or the response of the function is invalid; `reason` says why.
 */
export const authorizerConfigurationError = (reason: string) =>
  new GatewayError('AUTHORIZER_CONFIGURATION_ERROR', 500, null, {
    errorType: 'AuthorizerConfigurationException',
    reason,
  });

/** The authorizer's function failed or did not respond. */
export const authorizerFailure = (reason: string) =>
  new GatewayError('AUTHORIZER_FAILURE', 500, null, { errorType: 'AuthorizerFailureException', reason });

export const invalidApiKey = (detail: string) =>
  new GatewayError('INVALID_API_KEY', 403, 'Forbidden', { errorType: 'ForbiddenException', detail });

/** AWS WAF blocks the request. */
export const blockedByFirewall = (detail: string) =>
  new GatewayError('WAF_FILTERED', 403, 'Forbidden', { errorType: 'ForbiddenException', detail });

export const throttled = () =>
  new GatewayError('THROTTLED', 429, 'Too Many Requests', { errorType: 'TooManyRequestsException' });

export const quotaExceeded = () =>
  new GatewayError('QUOTA_EXCEEDED', 429, 'Limit Exceeded', { errorType: 'LimitExceededException' });

export const missingParameters = (names: readonly string[]) =>
  new GatewayError('BAD_REQUEST_PARAMETERS', 400, `Missing required request parameters: [${names.join(', ')}]`, {
    errorType: BAD_REQUEST,
    spaced: true,
  });

export const invalidBody = (validationError: string) =>
  new GatewayError('BAD_REQUEST_BODY', 400, 'Invalid request body', {
    errorType: BAD_REQUEST,
    spaced: true,
    validationError,
  });

/** A mapping reads the body, which begins like a JSON object but is not valid JSON. */
export const invalidJson = () =>
  new GatewayError('BAD_REQUEST_BODY', 400, 'Invalid JSON in request body', { errorType: BAD_REQUEST, spaced: true });

export const unsupportedMediaType = () =>
  new GatewayError('UNSUPPORTED_MEDIA_TYPE', 415, 'Unsupported Media Type', { errorType: BAD_REQUEST });

/** The event is above Lambda's payload limit. Bodies above 10 MB fail earlier: see `readBody`. */
export const requestTooLong = () =>
  new GatewayError('REQUEST_TOO_LARGE', 413, 'Request Too Long', { errorType: 'RequestEntityTooLargeException' });

/** The method ARN is longer than policies allow; see `MAX_METHOD_ARN`. */
export const uriTooLong = () =>
  new GatewayError('DEFAULT_4XX', 414, 'Request URI too long', { errorType: 'RequestURITooLongException' });

/** A path parameter would lead the request to another path of the backend than the integration's. */
export const leavesBackend = () =>
  new GatewayError('DEFAULT_4XX', 400, 'Bad Request', {
    errorType: BAD_REQUEST,
    reason: 'the path has a segment "." or "..", which would leave the path of the integration',
  });

/** The API is configured wrongly, or uses a feature that is not emulated; `reason` says which. */
export const configurationError = (reason: string) =>
  new GatewayError('API_CONFIGURATION_ERROR', 500, 'Internal server error', {
    errorType: INTERNAL,
    spaced: true,
    reason,
  });

/** The function failed, or its response has a form that the gateway rejects. */
export const badGateway = (reason: string) =>
  new GatewayError('DEFAULT_5XX', 502, 'Internal server error', { errorType: INTERNAL, spaced: true, reason });

export const integrationTimeout = () =>
  new GatewayError('INTEGRATION_TIMEOUT', 504, 'Endpoint request timed out', { errorType: INTERNAL, spaced: true });

/** The emulator itself failed. */
export const internalError = (reason: string) =>
  new GatewayError('DEFAULT_5XX', 500, 'Internal server error', { errorType: INTERNAL, spaced: true, reason });
