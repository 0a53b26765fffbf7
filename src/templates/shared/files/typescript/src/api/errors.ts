/** Errors that clients may see. Every other error is a 500, and its text is only in the log. */

/** One fault of a request. `path` is a JSON pointer into the body, or the name of a parameter. */
export interface Detail {
  path: string;
  message: string;
}

export class HttpError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Detail[];

  constructor(status: number, code: string, message: string, details: Detail[] = [], cause?: unknown) {
    super(message, { cause });
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

export const notFound = (message: string) => new HttpError(404, 'NOT_FOUND', message);

export const accessDenied = (message: string) => new HttpError(403, 'ACCESS_DENIED', message);

export const conflict = (message: string) => new HttpError(409, 'CONFLICT', message);

export const invalidParameter = (name: string, message: string) =>
  new HttpError(400, 'BAD_REQUEST_PARAMETERS', `The parameter ${name} is not valid.`, [{ path: name, message }]);

/** DynamoDB's errors for missing capacity, after the SDK has given up retrying. */
const TEMPORARY = new Set([
  'InternalServerError',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ServiceUnavailable',
  'ThrottlingException',
  'TimeoutError',
  'TransactionConflictException',
]);

/** Node.js's codes for a connection that was refused, dropped or never established. */
const UNREACHABLE = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * DynamoDB's errors about contents that a schema may allow: numbers outside its range, too many levels, keys of an
 * index.
 */
const UNSTORABLE =
  /Number overflow|Number underflow|significant digits|Nesting Levels|Type mismatch for Index|secondary index/i;

/** Returns the error that the client sees for any thrown error. */
export function toHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (TEMPORARY.has(name) || UNREACHABLE.has(codeOf(error))) {
    return new HttpError(503, 'UNAVAILABLE', 'The service is busy; try again shortly.', [], error);
  }
  if (name === 'ValidationException' && /^Item size/.test(message)) {
    return new HttpError(413, 'REQUEST_TOO_LARGE', 'What would be stored is larger than 400 KB.', [], error);
  }
  if (name === 'ValidationException' && UNSTORABLE.test(message)) {
    return new HttpError(400, 'BAD_REQUEST_BODY', 'The body has something that cannot be stored.', [], error);
  }
  return new HttpError(500, 'INTERNAL_ERROR', 'Something went wrong on our side.', [], error);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
