/** What a browser makes of the headers of an answer to a page of another origin (the Fetch standard, "CORS check"). Pure. */
import type { Answer, Exchange } from './symptom.ts';

/** Methods and headers that a page may use without a preflight: https://fetch.spec.whatwg.org/#cors-safelisted-method, #cors-safelisted-request-header */
const SIMPLE_METHODS = ['GET', 'HEAD', 'POST'];

/** Headers for which a browser asks nobody, with the values that pages usually send. */
const SIMPLE_HEADERS = ['accept', 'accept-language', 'content-language'];

/** Of the names of headers, in lower case, those that need a preflight, each once. */
export const preflighted = (names: readonly string[]): string[] =>
  [...new Set(names)].filter((name) => !SIMPLE_HEADERS.includes(name));

export const needsPreflight = ({ method, headers }: Pick<Exchange, 'method' | 'headers'>): boolean =>
  !SIMPLE_METHODS.includes(method) || headers.length > 0;

/** Why a page of the origin may not read the answer, as the end of a sentence; `undefined`: it may. */
export function refusal(
  { headers }: Answer,
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
