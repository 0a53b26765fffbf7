/**
 * Decides whether a request may use the console's API. The server listens on loopback, but web pages and other users of
 * this machine reach that, too. So a request must name this server as its host (a page whose DNS name was rebound to
 * 127.0.0.1 names its own), must not come from another origin, and must have the token of the session, which only the
 * address in the terminal has. The token is sent in a header, which no page of another origin can set without a
 * preflight request, and the console answers none.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export const TOKEN_HEADER = 'x-apikit-console';

export type Refusal = { readonly status: 400 | 401 | 403; readonly code: string; readonly message: string };

/** Returns why a request for any file of the console is refused, or `undefined`. */
export function refusalOfOrigin(headers: IncomingHttpHeaders, port: number): Refusal | undefined {
  // Browsers leave out the port of HTTP.
  const end = port === 80 ? '' : `:${port}`;
  const hosts = [`127.0.0.1${end}`, `localhost${end}`];
  const { host = '', origin, 'sec-fetch-site': site } = headers;
  const foreign =
    !hosts.includes(host) ||
    (origin !== undefined && origin !== `http://${host}`) ||
    // `none` is the address bar. Other values than `same-origin` are pages, also those of other ports of this machine.
    (site !== undefined && site !== 'same-origin' && site !== 'none');
  if (!foreign) return undefined;
  return { status: 403, code: 'ForeignOrigin', message: 'The console answers only its own page at its own address.' };
}

export interface OneTimeCodes {
  issue(): string;
  /** Whether a code is valid. It is not afterwards. */
  take(code: string): boolean;
}

/** In ms. A browser that is not open yet needs some seconds. */
const CODE_LIVES = 20_000;

/**
 * Codes that a page exchanges for the token. The address that a browser is opened with is in the list of processes,
 * which other users of the machine can read, and in the history of the browser.
 */
export function createOneTimeCodes(now: () => number): OneTimeCodes {
  const until = new Map<string, number>();
  return {
    issue() {
      const code = randomBytes(32).toString('base64url');
      until.set(code, now() + CODE_LIVES);
      return code;
    },
    take(code) {
      const end = until.get(code);
      until.delete(code);
      return end !== undefined && now() <= end;
    },
  };
}

/** Returns why a request of the API is refused, or `undefined`. */
export function refusalOfToken(headers: IncomingHttpHeaders, token: string): Refusal | undefined {
  const given = Buffer.from(String(headers[TOKEN_HEADER] ?? ''));
  const wanted = Buffer.from(token);
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return undefined;
  return {
    status: 401,
    code: 'NoSession',
    message: 'This page does not belong to a running console. Open the address that `apikit console` printed.',
  };
}
