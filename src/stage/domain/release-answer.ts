/** Asks a custom domain over HTTPS which release it serves. */
import { request } from 'node:https';
import { PROBE_PATH, RELEASE_HEADER } from '../../naming/release-marks.ts';
import { fetchThroughProxy } from '../../proxy/fetch-through-proxy.ts';
import type { Listener } from './listener.ts';
import { problemOf } from './problem-of.ts';

export type ReleaseAnswer =
  /** `release` is `null` if the response does not name one. */
  { readonly status: number; readonly release: string | null } | { readonly problem: string };

/** Milliseconds. */
const TIMEOUT = 10_000;

/** `url` is the address at the domain. With `local`, the request goes to that listener. Throws only if aborted. */
export async function askRelease(
  url: string,
  local: Listener | undefined,
  signal: AbortSignal,
): Promise<ReleaseAnswer> {
  signal.throwIfAborted();
  const patience = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]);
  try {
    return local ? await askListener(new URL(url + PROBE_PATH), local, patience) : await askName(url, patience);
  } catch (error) {
    signal.throwIfAborted();
    return { problem: problemOf(error) };
  }
}

async function askName(url: string, signal: AbortSignal): Promise<ReleaseAnswer> {
  const response = await fetchThroughProxy(url + PROBE_PATH, { redirect: 'manual', signal });
  await response.body?.cancel();
  return { status: response.status, release: response.headers.get(RELEASE_HEADER) };
}

function askListener(
  { hostname, pathname: path }: URL,
  { host, port, ca }: Listener,
  signal: AbortSignal,
): Promise<ReleaseAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request({
      host,
      port,
      path,
      ca,
      signal,
      servername: hostname,
      headers: { host: hostname },
      agent: false,
    });
    sent.once('error', reject);
    sent.once('response', (response) => {
      response.resume();
      const release = response.headers[RELEASE_HEADER];
      resolve({ status: response.statusCode ?? 0, release: typeof release === 'string' ? release : null });
    });
    sent.end();
  });
}
