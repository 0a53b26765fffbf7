/**
 * Sends a request to a stage as a browser or another client would: the preflight if one is needed, and the request if
 * it changes nothing.
 */
import { needsPreflight } from '../../../explain/cross-origin.ts';
import { isHarmless } from '../../../explain/question.ts';
import type { Exchange, ObservedResponse } from '../../../explain/symptom.ts';
import { fetchThroughProxy } from '../../../proxy/fetch-through-proxy.ts';

export interface Call {
  readonly url: string;
  readonly method: string;
  /** The API key and the token. They go with the request and never with a preflight. */
  readonly headers: Readonly<Record<string, string>>;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Milliseconds. API Gateway itself gives up after 29 s. */
const PATIENCE = 35_000;

/** Returns `undefined` if the request was not sent, because it might change something. */
export async function sendRequest(
  { url, method, headers }: Call,
  signal: AbortSignal,
  env: Env,
): Promise<ObservedResponse | undefined> {
  return isHarmless(method) ? await send(url, method, headers, signal, env) : undefined;
}

/**
 * Sends the request as a page of `origin` would. A page that sends a key or a token names the header, which needs a
 * preflight.
 */
export async function sendPageRequest(
  call: Call,
  page: Pick<Exchange, 'origin' | 'path' | 'headers' | 'credentials'>,
  signal: AbortSignal,
  env: Env,
): Promise<Exchange> {
  const { method, url } = call;
  const { origin } = page;
  const asked = {
    origin,
    'access-control-request-method': method,
    ...(page.headers.length > 0 && { 'access-control-request-headers': [...page.headers].sort().join(',') }),
  };
  const preflight = needsPreflight({ method, headers: page.headers })
    ? await send(url, 'OPTIONS', asked, signal, env)
    : undefined;
  const sent = Object.fromEntries(Object.entries(call.headers).filter(([name]) => page.headers.includes(name)));
  const answer = isHarmless(method) ? await send(url, method, { ...sent, origin }, signal, env) : undefined;
  return { ...page, method, ...(preflight && { preflight }), ...(answer && { answer }) };
}

async function send(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  env: Env,
): Promise<ObservedResponse> {
  const both = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
  const response = await fetchThroughProxy(url, { method, headers, redirect: 'manual', signal: both }, env);
  const body = await response.text();
  return { status: response.status, headers: Object.fromEntries(response.headers), body };
}
