/**
 * The access log: one JSON object a line, with a schema that readers may rely on. Pure.
 *
 * What a caller can choose comes first, what only API Gateway can say comes last. API Gateway writes values as they are into
 * the format, and escapes quotation marks in them (docs/aws/access-logs.md). A reader that goes from the end of the line
 * backwards is right even where it does not: no header can put anything behind the members that count.
 */

/** Members whose values a caller or a function chooses. Members are only ever added, and never move to the other list. */
const CHOSEN_BY_OTHERS = {
  userAgent: '$context.identity.userAgent',
  path: '$context.path',
  /** What was wrong with the answer of the function or of another integration. */
  integrationError: '$context.integration.error',
  /** What an authorizer said. */
  authorizerError: '$context.authorizer.error',
  // `$context.error.messageString` brings its own quotation marks, and would leave a bare `-` on every good line.
  error: '$context.error.message',
} as const;

/** Members whose values API Gateway makes itself. None of them has a quotation mark in it. */
const MADE_BY_THE_GATEWAY = {
  requestId: '$context.requestId',
  extendedRequestId: '$context.extendedRequestId',
  /** The id under which Lambda logs the call, so that the function's lines find their request. */
  functionRequestId: '$context.integration.requestId',
  /** The same of the call of a Lambda authorizer; `-` where an answer was in its cache. */
  authorizerRequestId: '$context.authorizer.requestId',
  /** ms, the authorizer. In quotation marks, since most requests have none. */
  authorizerLatency: '$context.authorizer.integrationLatency',
  method: '$context.httpMethod',
  /** The path as in the contract, e.g. `/items/{id}`. */
  resourcePath: '$context.resourcePath',
  sourceIp: '$context.identity.sourceIp',
  apiKeyId: '$context.identity.apiKeyId',
  /** Which gateway response was given, e.g. `THROTTLED`. */
  errorType: '$context.error.responseType',
  /** ms, the integration. In quotation marks, since it is `-` where there was none. */
  integrationLatency: '$context.integrationLatency',
} as const;

/** Numbers that every request has. They stand without quotation marks, so that `{$.status >= 500}` compares numbers. */
const NUMBERS = {
  /** ms since the epoch */
  time: '$context.requestTimeEpoch',
  status: '$context.status',
  /** ms, the whole request */
  latency: '$context.responseLatency',
  /** bytes */
  responseLength: '$context.responseLength',
} as const;

/** The names in the order of the line, for whoever reads it. */
export const ACCESS_LOG_ORDER = {
  chosenByOthers: Object.keys(CHOSEN_BY_OTHERS),
  madeByTheGateway: [...Object.keys(MADE_BY_THE_GATEWAY), ...Object.keys(NUMBERS)],
  numbers: [...Object.keys(NUMBERS), 'integrationLatency', 'authorizerLatency'],
} as const;

const quoted = Object.entries({ ...CHOSEN_BY_OTHERS, ...MADE_BY_THE_GATEWAY }).map(
  ([name, value]) => `"${name}":"${value}"`,
);
const bare = Object.entries(NUMBERS).map(([name, value]) => `"${name}":${value}`);

/** A single line of at most 3 KB, as AWS demands. */
export const ACCESS_LOG_FORMAT = `{${[...quoted, ...bare].join(',')}}`;
