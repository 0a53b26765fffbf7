/** Fills in the URI of an HTTP integration for one request. */
import { configurationError, leavesBackend } from '../gateway-error.ts';
import type { IntegrationParameters } from './request-parameters.ts';

const STAGE_VARIABLE = /\$\{stageVariables\.([\w-]+)\}/g;

/** Dot segments as `URL` reads them: a dot can be encoded, and `\\` is a slash. */
const DOT_SEGMENT = /^[^?#]*[/\\](?:\.|%2e){1,2}(?:[/\\?#]|$)/i;

/** Whether a URL parser would remove a part of this path. */
export const hasDotSegment = (path: string): boolean => DOT_SEGMENT.test(path);

export interface Endpoint {
  readonly url: URL;
  /** The path and query of the request to the backend. */
  readonly target: string;
}

/**
 * Fills in stage variables first, then the `{parameters}` of the path mapping, then the query. Parameters of the URI
 * itself come before added ones (recorded: test_http_proxy_integration_request_data_mappings). Throws `GatewayError` if
 * the result is not an address, for example because a stage variable is missing (recorded:
 * test_import_with_stage_variables).
 */
export function endpointOf(
  uri: string,
  stageVariables: Readonly<Record<string, string>>,
  path: IntegrationParameters['path'],
  query: Iterable<readonly [name: string, values: readonly string[]]>,
): Endpoint {
  const own = uri.replaceAll(STAGE_VARIABLE, (_, name: string) =>
    Object.hasOwn(stageVariables, name) ? stageVariables[name]! : '',
  );
  const filled = own.replaceAll(/\{([^{}+]+)\+?\}/g, (_, name: string) => (path.get(name) ?? []).map(inPath).join(','));
  // A URL parser removes such segments, so the client would choose a path that the integration does not name.
  if (hasDotSegment(filled) && !hasDotSegment(own)) throw leavesBackend();
  let url: URL;
  try {
    url = new URL(filled);
  } catch {
    throw invalid();
  }
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || !/^https?:\/\/[^/?#]/i.test(filled)) throw invalid();
  const added: string[] = [];
  for (const [name, values] of query) {
    for (const value of values) added.push(`${encode(name)}=${encode(value)}`);
  }
  const ownQuery = url.search.replace(/^\?/, '');
  const search = [...(ownQuery === '' ? [] : [ownQuery]), ...added].join('&');
  return { url, target: `${url.pathname}${search === '' ? '' : `?${search}`}` };
}

const invalid = () => configurationError('Invalid endpoint address');

/** Values are already encoded, as in the path of the request; other characters that are valid in a path stay. */
const inPath = (value: string): string => value.replace(/[^\w\-.~!$&'()*+,;=:@/%]/gu, encode);

/** Half a surrogate pair, which JSON can hold, becomes U+FFFD. */
function encode(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString('utf8'));
}
