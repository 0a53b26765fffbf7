/**
 * The access log (I1): one JSON object a line, a schema that readers may rely on. Pure.
 * Every value is in quotes, since API Gateway writes `-` where there is none (aws-facts §6). For the same reason `error`
 * is not `$context.error.messageString`, which brings its own quotes and would leave a bare `-` on every good line.
 */

/** Field → variable of API Gateway. Fields are only ever added. */
export const ACCESS_LOG_FIELDS = {
  requestId: '$context.requestId',
  extendedRequestId: '$context.extendedRequestId',
  /** ms since the epoch */
  time: '$context.requestTimeEpoch',
  method: '$context.httpMethod',
  path: '$context.path',
  /** The path as in the contract, e.g. `/items/{id}`. */
  resourcePath: '$context.resourcePath',
  status: '$context.status',
  /** ms, whole request */
  latency: '$context.responseLatency',
  /** ms, the function */
  integrationLatency: '$context.integrationLatency',
  /** bytes */
  responseLength: '$context.responseLength',
  sourceIp: '$context.identity.sourceIp',
  userAgent: '$context.identity.userAgent',
  apiKeyId: '$context.identity.apiKeyId',
  /** Which gateway response was given, e.g. `THROTTLED`. */
  errorType: '$context.error.responseType',
  error: '$context.error.message',
} as const;

/** A single line, as AWS demands. */
export const ACCESS_LOG_FORMAT = JSON.stringify(ACCESS_LOG_FIELDS);
