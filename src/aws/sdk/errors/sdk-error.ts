/** Reads the parts of an SDK or network error. Every client throws the same shape; nothing here knows a service. */

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

/** AWS's code of the error: `ResourceNotFoundException`, `NoSuchEntity`. Also the names of the SDK's own errors. */
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

/** Whether the error is one of these AWS codes. */
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

/** The credentials are good, and may not do this. */
export function isDenied(error: unknown): boolean {
  return isAwsError(error, ...DENIED);
}

/** The IAM action that was refused, where the service's message names it. */
export function deniedAction(error: unknown): string | undefined {
  return /not authorized to perform: ([\w-]+:\w+)/.exec(errorMessage(error))?.[1];
}

/** Whoever answers does not offer the operation: an emulator, never AWS. */
export function isNotOffered(error: unknown): boolean {
  return httpStatus(error) === 501 || isAwsError(error, 'UnknownOperationException');
}

const NOT_FOUND = /^(NoSuchEntity|NotFound|ParameterNotFound|ResourceNotFound|TableNotFound)(Exception)?$/;

/** There is no such thing, in any service's words. */
export function isNotFound(error: unknown): boolean {
  return NOT_FOUND.test(errorName(error));
}

/** The answer; `undefined` where AWS says that there is no such thing. */
export async function ifThere<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

const THROTTLING =
  /^(Throttling|ThrottlingException|ThrottledException|TooManyRequestsException|RequestLimitExceeded|RequestThrottled(Exception)?|SlowDown)$/;

/**
 * API Gateway's `LimitExceededException` is a rate where it says when to try again, and a full quota where it does not
 * (docs/aws/quotas.md).
 */
export function isThrottling(error: unknown): boolean {
  if (THROTTLING.test(errorName(error))) return true;
  return (
    httpStatus(error) === 429 && (errorName(error) !== 'LimitExceededException' || retryAfter(error) !== undefined)
  );
}

const QUOTA_FULL = /^(LimitExceeded(Exception|Fault)?|ServiceQuotaExceededException)$/;

/** There is as much of something as the account may have, which no waiting cures. */
export function isQuotaFull(error: unknown): boolean {
  return QUOTA_FULL.test(errorName(error)) && !isThrottling(error);
}

function header(error: unknown, wanted: string): string | undefined {
  const headers = shape(error).$response?.headers ?? {};
  return Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1];
}

/** The answer is a web page, or nothing that the service's protocol knows. */
export function isForeign(error: unknown): boolean {
  return header(error, 'content-type')?.includes('html') || /Deserialization error/.test(errorMessage(error));
}

/** What the `Retry-After` header asks for, in milliseconds. */
export function retryAfter(error: unknown): number | undefined {
  const value = header(error, 'retry-after');
  const seconds = Number(value);
  return value === undefined || Number.isNaN(seconds) ? undefined : seconds * 1000;
}

const WRONG_TIME =
  /^(AuthFailure|InvalidSignatureException|Request(Expired|InTheFuture|TimeTooSkewed)|SignatureDoesNotMatch)$/;

/**
 * Where this computer's clock is off by four minutes or more, the SDK marks every error as one of that clock and tries the call
 * again, as often as it may (`AwsSdkSigV4Signer` of `@aws-sdk/core`). Only an error of the signature has to do with the clock: on
 * all others the mark is removed, or each "not found" would take many seconds.
 */
export function unmarkClockSkew(error: unknown): void {
  const metadata = shape(error).$metadata;
  if (metadata?.clockSkewCorrected && !WRONG_TIME.test(errorName(error))) metadata.clockSkewCorrected = false;
}

/** The time at which the other side refused the call, as its `Date` header has it. */
export function dateOfError(error: unknown): string | undefined {
  return header(error, 'date');
}

const UNREACHABLE_CODES = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** Nobody answers at the address: no connection came about, so the call has had no effect. */
export function isUnreachable(error: unknown): boolean {
  const { code = '', name, message = '', syscall } = shape(error);
  if (UNREACHABLE_CODES.includes(code) || (code === 'ETIMEDOUT' && syscall === 'connect')) return true;
  // The SDK's words for its own connection timeout; its other timeouts come after the request was sent.
  return name === 'TimeoutError' && /did not establish a connection/.test(message);
}

const LOST_CODES = ['ECONNRESET', 'EPIPE', 'ETIMEDOUT'];

/** The connection came about and broke before the answer: whether the call had an effect is not known. */
export function isConnectionLost(error: unknown): boolean {
  const { code = '', name } = shape(error);
  return !isUnreachable(error) && (LOST_CODES.includes(code) || name === 'TimeoutError');
}

/** Node does not trust the certificate that the other side shows. */
export function isUntrusted(error: unknown): boolean {
  return /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_)/.test(shape(error).code ?? '');
}
