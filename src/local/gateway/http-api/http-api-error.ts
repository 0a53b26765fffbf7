/** The errors of HTTP APIs themselves: `{"message":"…"}` with a status (docs/aws/http-apis.md). */
import type { RequestError } from '../finished-request.ts';

export interface HttpApiErrorOptions {
  /** Headers of the response, such as `www-authenticate`. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** The reason for the emulator's log, in AWS's words where they are known; the client never sees it. */
  readonly reason?: string;
  /** The cause on the caller's side, for the developer at this machine (`live-feed.ts`). */
  readonly detail?: string;
}

export class HttpApiError extends Error implements RequestError {
  /** `$context.error.responseType` */
  readonly type: string;
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly reason: string | undefined;
  readonly detail: string | undefined;
  readonly validationError = undefined;

  constructor(type: string, status: number, message: string, options: HttpApiErrorOptions = {}) {
    super(message);
    this.name = 'HttpApiError';
    this.type = type;
    this.status = status;
    this.headers = options.headers ?? [];
    this.reason = options.reason;
    this.detail = options.detail;
  }
}

export const badRequest = (detail: string) => new HttpApiError('DEFAULT_4XX', 400, 'Bad Request', { detail });

/** Neither a stage nor a route matches. */
export const notFound = (detail: string) => new HttpApiError('DEFAULT_4XX', 404, 'Not Found', { detail });

/** The default endpoint is disabled. */
export const forbidden = (options: HttpApiErrorOptions = {}) =>
  new HttpApiError('ACCESS_DENIED', 403, 'Forbidden', options);

export const tooManyRequests = () => new HttpApiError('THROTTLED', 429, 'Too Many Requests');

export const tooLarge = () => new HttpApiError('REQUEST_TOO_LARGE', 413, 'Request Entity Too Large');

/** The function failed, may not be called, or its response has a form that the gateway rejects. */
export const integrationFailure = (reason: string) =>
  new HttpApiError('INTEGRATION_FAILURE', 500, 'Internal Server Error', { reason });

/** The integration took longer than its timeout, or Lambda accepts no more calls. */
export const serviceUnavailable = (reason: string) =>
  new HttpApiError('INTEGRATION_TIMEOUT', 503, 'Service Unavailable', { reason });

/** The emulator itself failed. */
export const internalError = (reason: string) =>
  new HttpApiError('DEFAULT_5XX', 500, 'Internal Server Error', { reason });
