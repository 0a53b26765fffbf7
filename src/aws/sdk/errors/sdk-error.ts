/**
 * Reads the parts of an SDK or network error. All clients throw errors of the same form. Nothing here knows a service.
 */

interface SdkErrorShape {
  name?: string;
  message?: string;
  code?: string;
  syscall?: string;
  $metadata?: { httpStatusCode?: number; requestId?: string; clockSkewCorrected?: boolean };
  $response?: { headers?: Record<string, string> };
}

function shape(error: unknown): SdkErrorShape {
  return typeof error === 'object' && error !== null ? (error as SdkErrorShape) : {};
}

/** AWS's error code: `ResourceNotFoundException`, `NoSuchEntity`. Also the names of the SDK's own errors. */
export function errorName(error: unknown): string {
  return shape(error).name ?? '';
}

export function errorMessage(error: unknown): string {
  return shape(error).message ?? String(error);
}

export function httpStatus(error: unknown): number | undefined {
  return shape(error).$metadata?.httpStatusCode;
}

export function requestId(error: unknown): string | undefined {
  return shape(error).$metadata?.requestId;
}

/** Whether the error has one of these AWS codes. */
export function isAwsError(error: unknown, ...names: string[]): boolean {
  return names.includes(errorName(error));
}

const DENIED = [
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'UnauthorizedOperation',
];

/** Whether AWS accepted the credentials but denied the action. */
export function isDenied(error: unknown): boolean {
  return isAwsError(error, ...DENIED);
}

/** The denied IAM action, if the service's message names it. */
export function deniedAction(error: unknown): string | undefined {
  return /not authorized to perform: ([\w-]+:\w+)/.exec(errorMessage(error))?.[1];
}

/** Whether the endpoint does not support the operation. Emulators answer so, and AWS never does. */
export function isNotOffered(error: unknown): boolean {
  return httpStatus(error) === 501 || isAwsError(error, 'UnknownOperationException');
}

const NOT_FOUND =
  /^(NoSuchEntity|NotFound|ParameterNotFound|QueueDoesNotExist|ResourceNotFound|StateMachineDoesNotExist|TableNotFound)(Exception)?$/;

/** Whether the resource does not exist, in the error codes that services share. */
export function isNotFound(error: unknown): boolean {
  return NOT_FOUND.test(errorName(error));
}

/**
 * Returns the response, or `undefined` if AWS says that the resource does not exist. `codes` are error codes that say
 * so in the words of one service.
 */
export async function undefinedIfNotFound<T>(call: Promise<T>, ...codes: string[]): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isNotFound(error) || isAwsError(error, ...codes)) return undefined;
    throw error;
  }
}

const THROTTLING =
  /^(Throttling|ThrottlingException|ThrottledException|TooManyRequestsException|RequestLimitExceeded|RequestThrottled(Exception)?|SlowDown)$/;

/**
 * API Gateway's `LimitExceededException` is throttling if it has a `Retry-After`, and a full quota otherwise
 * (docs/aws/quotas.md).
 */
export function isThrottling(error: unknown): boolean {
  if (THROTTLING.test(errorName(error))) return true;
  return (
    httpStatus(error) === 429 && (errorName(error) !== 'LimitExceededException' || retryAfter(error) !== undefined)
  );
}

const QUOTA_FULL = /^(LimitExceeded(Exception|Fault)?|ServiceQuotaExceededException)$/;

/** Whether the account has reached a quota. Waiting does not help. */
export function isQuotaFull(error: unknown): boolean {
  return QUOTA_FULL.test(errorName(error)) && !isThrottling(error);
}

function header(error: unknown, wanted: string): string | undefined {
  const headers = shape(error).$response?.headers ?? {};
  return Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1];
}

/** Whether the response is a web page, or unknown to the service's protocol. */
export function isForeign(error: unknown): boolean {
  return header(error, 'content-type')?.includes('html') || /Deserialization error/.test(errorMessage(error));
}

/** The wait that the `Retry-After` header requests, in milliseconds. */
export function retryAfter(error: unknown): number | undefined {
  const value = header(error, 'retry-after');
  const seconds = Number(value);
  return value === undefined || Number.isNaN(seconds) ? undefined : seconds * 1000;
}

const WRONG_TIME =
  /^(AuthFailure|InvalidSignatureException|Request(Expired|InTheFuture|TimeTooSkewed)|SignatureDoesNotMatch)$/;

/**
 * If this computer's clock is off by four minutes or more, the SDK marks every error as a clock error and retries the
 * call as often as it may (`AwsSdkSigV4Signer` of `@aws-sdk/core`). Only signature errors concern the clock. This
 * removes the mark from all others, because otherwise each "not found" would take many seconds.
 */
export function unmarkClockSkew(error: unknown): void {
  const metadata = shape(error).$metadata;
  if (metadata?.clockSkewCorrected && !WRONG_TIME.test(errorName(error))) metadata.clockSkewCorrected = false;
}

/** The time at which the other side rejected the call, from its `Date` header. */
export function dateOfError(error: unknown): string | undefined {
  return header(error, 'date');
}

const UNREACHABLE_CODES = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** Whether no connection could be made. The call has certainly had no effect. */
export function isUnreachable(error: unknown): boolean {
  const { code = '', name, message = '', syscall } = shape(error);
  if (UNREACHABLE_CODES.includes(code) || (code === 'ETIMEDOUT' && syscall === 'connect')) return true;
  // The SDK's text for its own connection timeout. Its other timeouts come after the request was sent.
  return name === 'TimeoutError' && /did not establish a connection/.test(message);
}

const LOST_CODES = ['ECONNRESET', 'EPIPE', 'ETIMEDOUT'];

/** Whether the connection broke before the response. It is not known whether the call had an effect. */
export function isConnectionLost(error: unknown): boolean {
  const { code = '', name } = shape(error);
  return !isUnreachable(error) && (LOST_CODES.includes(code) || name === 'TimeoutError');
}

/** Whether Node.js does not trust the certificate of the other side. */
export function isUntrusted(error: unknown): boolean {
  return /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_)/.test(shape(error).code ?? '');
}
