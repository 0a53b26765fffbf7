/**
 * Decides as a browser does whether a page of another origin may read a response (the Fetch standard, "CORS check").
 * Pure.
 */
import type { Exchange, ObservedResponse } from './symptom.ts';

/**
 * Methods that a page may use without a preflight: https://fetch.spec.whatwg.org/#cors-safelisted-method,
 * #cors-safelisted-request-header
 */
const SIMPLE_METHODS = ['GET', 'HEAD', 'POST'];

/** Headers that need no preflight with the values that pages usually send. */
const SIMPLE_HEADERS = ['accept', 'accept-language', 'content-language'];

/** Returns the names of headers (in lower case) that need a preflight, each once. */
export const preflighted = (names: readonly string[]): string[] =>
  [...new Set(names)].filter((name) => !SIMPLE_HEADERS.includes(name));

export const needsPreflight = ({ method, headers }: Pick<Exchange, 'method' | 'headers'>): boolean =>
  !SIMPLE_METHODS.includes(method) || headers.length > 0;

/** Why a page of the origin cannot read the response, as the end of a sentence. Returns `undefined` if it can. */
export function refusal(
  { headers }: ObservedResponse,
  { origin, credentials }: Pick<Exchange, 'origin' | 'credentials'>,
): string | undefined {
  const allowed = headers['access-control-allow-origin'];
  if (allowed === undefined) return 'it has no Access-Control-Allow-Origin';
  if (allowed.includes(',')) return `it has more than one Access-Control-Allow-Origin: ${allowed}`;
  if (allowed === '*')
    return credentials ? 'it allows *, which does not count for a page that sends credentials' : undefined;
  if (allowed !== origin) return `it allows ${allowed}`;
  if (credentials && headers['access-control-allow-credentials'] !== 'true')
    return 'it has no Access-Control-Allow-Credentials: true';
  return undefined;
}

export const listIn = (value: string | undefined): string[] =>
  (value ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
