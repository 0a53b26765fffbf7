/**
 * What a session has of the embedded cloud besides AWS's own calls: what happens in it, as it tells it under
 * `/_apikit/live` (`local/live-feed.ts`) over a connection that is open for as long as the session runs.
 */
import { get } from 'node:http';
import { createInterface } from 'node:readline';

export type LiveEntry =
  | {
      readonly type: 'request';
      /** ms since the epoch */
      readonly time: number;
      readonly apiId: string;
      readonly stage: string;
      readonly method: string;
      readonly path: string;
      readonly status: number;
      /** ms */
      readonly latency: number;
      readonly requestId: string;
      readonly functionRequestId?: string;
      /** Which gateway response was given: `INVALID_API_KEY` */
      readonly errorType?: string;
      /** Why the gateway answered by itself. */
      readonly error?: string;
      /** What the caller did, in words that AWS has not. */
      readonly detail?: string;
    }
  | {
      readonly type: 'log';
      readonly group: string;
      /** A function's process has one of its own. */
      readonly stream: string;
      /** ms since the epoch */
      readonly time: number;
      readonly message: string;
    };

/**
 * Resolves once the cloud listens to us; `ended` once it no longer tells anything, for whatever reason. Not with `fetch`,
 * which takes five quiet minutes for a dead connection.
 */
export function followLive(
  endpoint: string,
  onEntry: (entry: LiveEntry) => void,
  signal: AbortSignal,
): Promise<{ readonly ended: Promise<void> }> {
  return new Promise((resolve, reject) => {
    const request = get(`${endpoint}/_apikit/live`, { headers: { 'x-apikit-control': '1' }, signal });
    request.once('error', reject);
    request.once('response', (response) => {
      if (response.statusCode !== 200) {
        response.destroy();
        return reject(new Error(`${endpoint} answered ${response.statusCode} instead of telling what happens`));
      }
      const lines = createInterface({ input: response, crlfDelay: Number.POSITIVE_INFINITY });
      lines.on('line', (line) => onEntry(JSON.parse(line) as LiveEntry));
      const ended = new Promise<void>((end) => {
        response.once('close', end);
        // A cloud that is stopped cuts the line; `close` follows.
        response.on('error', () => {});
        lines.on('error', () => {});
        request.off('error', reject).on('error', () => {});
      });
      resolve({ ended });
    });
  });
}

/** Has the cloud start a process for the function's latest version. */
export async function warmFunction(endpoint: string, region: string, name: string): Promise<void> {
  const url = `${endpoint}/_apikit/warm/${region}/${name}`;
  const response = await fetch(url, { method: 'POST', headers: { 'x-apikit-control': '1' } });
  await response.body?.cancel();
}

/** Puts a page where the cloud serves it; its address. */
export async function putDocs(endpoint: string, page: string): Promise<string> {
  const url = `${endpoint}/_apikit/docs`;
  const response = await fetch(url, { method: 'PUT', headers: { 'x-apikit-control': '1' }, body: page });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return url;
}
