/**
 * Adds the headers that a contract declares to CORS: allowed pages may send the headers of an operation's parameters,
 * and read the headers of its responses. Pure.
 */
import type { CorsConfig } from '../../config/config.ts';
import type { ApiDocument } from '../model/api-document.ts';
import type { Operation } from '../model/operations.ts';

/**
 * Adds the headers that operations declare to the lists of the setting. The whole API has one list, for preflights,
 * responses and API Gateway's own errors. Returns `undefined` for `undefined`, which means that CORS is off.
 */
export function withDeclaredHeaders(
  cors: CorsConfig | undefined,
  { operations }: Pick<ApiDocument, 'operations'>,
): CorsConfig | undefined {
  if (cors === undefined) return undefined;
  return {
    ...cors,
    allowHeaders: joined(cors.allowHeaders, operations.flatMap(requestHeaders)),
    exposeHeaders: joined(cors.exposeHeaders, operations.flatMap(responseHeaders)),
  };
}

const requestHeaders = ({ parameters }: Operation): string[] =>
  parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name);

const responseHeaders = ({ responses }: Operation): string[] =>
  responses.flatMap(({ headers }) => headers.map(({ name }) => name));

/** A name as in RFC 9110, section 5.6.2, without the characters that a mapping of API Gateway would have to escape. */
const NAME = /^[\w!#$%&*+.^`|~-]+$/;
/** Pages may always send or read some of these headers, and never the others, which belong to the browser. */
const NO_MATTER = new Set(
  (
    'accept accept-language content-language cache-control content-length expires last-modified pragma host origin cookie ' +
    'set-cookie connection user-agent referer access-control-request-headers access-control-request-method'
  ).split(' '),
);

/** The names are in lower case, as browsers send them. A list with `*` already contains every name. */
function joined(own: readonly string[], declared: readonly string[]): string[] {
  if (own.includes('*')) return [...own];
  const known = new Set(own.map((name) => name.toLowerCase()));
  const more = declared.map((name) => name.toLowerCase()).filter((name) => NAME.test(name) && !NO_MATTER.has(name));
  return [...own, ...new Set(more.filter((name) => !known.has(name)))];
}
