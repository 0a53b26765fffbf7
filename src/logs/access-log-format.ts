/**
 * The access log: one JSON object on each line, with a schema that readers can rely on. Pure.
 *
 * Values that a caller can choose come first, values that only API Gateway sets come last. API Gateway writes values
 * into the format as they are and escapes quotation marks in them (docs/aws/access-logs.md). A reader that starts at
 * the end of the line is right even without this escaping: no header can put anything behind the last members.
 */

/**
 * Members whose values a caller or a function chooses. New members may be added, but no member may move to the other
 * list.
 */
const CHOSEN_BY_OTHERS = {
  userAgent: '$context.identity.userAgent',
  path: '$context.path',
  /** The fault in the response of the function or of another integration. */
  integrationError: '$context.integration.error',
  /** The error of an authorizer. */
  authorizerError: '$context.authorizer.error',
  // `$context.error.messageString` has its own quotation marks, and would leave a bare `-` on every successful line.
  error: '$context.error.message',
} as const;

/** Members whose values API Gateway sets. None of the values contains a quotation mark. */
const MADE_BY_THE_GATEWAY = {
  requestId: '$context.requestId',
  extendedRequestId: '$context.extendedRequestId',
  /** The request ID under which Lambda logs the call. It connects the function's lines to their request. */
  functionRequestId: '$context.integration.requestId',
  /** The request ID of the authorizer's Lambda call; `-` if the result came from the authorizer's cache. */
  authorizerRequestId: '$context.authorizer.requestId',
  /** The authorizer's latency in ms. It is in quotation marks, because most requests have none. */
  authorizerLatency: '$context.authorizer.integrationLatency',
  method: '$context.httpMethod',
  /** The path as in the contract, for example `/items/{id}`. */
  resourcePath: '$context.resourcePath',
  sourceIp: '$context.identity.sourceIp',
  apiKeyId: '$context.identity.apiKeyId',
  /** The gateway response, for example `THROTTLED`. */
  errorType: '$context.error.responseType',
  /** The integration's latency in ms. It is in quotation marks, because it is `-` without an integration. */
  integrationLatency: '$context.integrationLatency',
} as const;

/** Numbers that every request has. They have no quotation marks, so that `{$.status >= 500}` compares numbers. */
const NUMBERS = {
  /** In ms since the epoch. */
  time: '$context.requestTimeEpoch',
  status: '$context.status',
  /** The latency of the whole request, in ms. */
  latency: '$context.responseLatency',
  /** In bytes. */
  responseLength: '$context.responseLength',
} as const;

/** The names in the order of the line, for code that reads it. */
export const ACCESS_LOG_ORDER = {
  chosenByOthers: Object.keys(CHOSEN_BY_OTHERS),
  madeByTheGateway: [...Object.keys(MADE_BY_THE_GATEWAY), ...Object.keys(NUMBERS)],
  numbers: [...Object.keys(NUMBERS), 'integrationLatency', 'authorizerLatency'],
} as const;

/** A single line of at most 3 KB, as AWS requires. */
export const ACCESS_LOG_FORMAT = lineOf(CHOSEN_BY_OTHERS, MADE_BY_THE_GATEWAY);

/**
 * The same members for an HTTP API. It has no keys, and no variable with the path of the route alone: `resourcePath`
 * is the key of the route, such as `GET /items/{id}`, of which a reader takes the path (`log-line.ts`).
 */
export const HTTP_ACCESS_LOG_FORMAT = lineOf(CHOSEN_BY_OTHERS, {
  ...MADE_BY_THE_GATEWAY,
  extendedRequestId: '$context.requestId',
  authorizerRequestId: '-',
  authorizerLatency: '-',
  resourcePath: '$context.routeKey',
  apiKeyId: '-',
});

function lineOf(...texts: Readonly<Record<string, string>>[]): string {
  const quoted = Object.entries(Object.assign({}, ...texts)).map(([name, value]) => `"${name}":"${value}"`);
  const bare = Object.entries(NUMBERS).map(([name, value]) => `"${name}":${value}`);
  return `{${[...quoted, ...bare].join(',')}}`;
}
