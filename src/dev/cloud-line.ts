/**
 * The parts of the local cloud that a session uses besides AWS's API. The cloud reports its events under
 * `/_apikit/live` (`local/live-feed.ts`), over a connection that stays open during the session.
 */
import { get } from 'node:http';
import { createInterface } from 'node:readline';
import type { LiveEntry } from '../logs/live-entry.ts';
import type { RequestChain } from '../logs/request-chain.ts';

/**
 * Resolves when the cloud accepts the connection. `ended` resolves when the connection ends for any reason. `fetch` is
 * not used, because it takes five quiet minutes for a dead connection.
 */
export const followLive = (
  endpoint: string,
  onEntry: (entry: LiveEntry) => void,
  signal: AbortSignal,
): Promise<{ readonly ended: Promise<void> }> => follow(`${endpoint}/_apikit/live`, onEntry, signal);

/**
 * The same, and each request is followed by everything that belongs to it. Its credentials are in it. `onOpen` is
 * called before the first entry.
 */
export const followChains = (
  endpoint: string,
  onEntry: (entry: LiveEntry | RequestChain) => void,
  signal: AbortSignal,
  onOpen: () => void,
): Promise<{ readonly ended: Promise<void> }> => follow(`${endpoint}/_apikit/live?chains`, onEntry, signal, onOpen);

function follow<Entry>(
  url: string,
  onEntry: (entry: Entry) => void,
  signal: AbortSignal,
  onOpen = () => {},
): Promise<{ readonly ended: Promise<void> }> {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers: { 'x-apikit-control': '1' }, signal });
    request.once('error', reject);
    request.once('response', (response) => {
      if (response.statusCode !== 200) {
        response.destroy();
        return reject(new Error(`${url} answered ${response.statusCode} instead of its live events`));
      }
      onOpen();
      const lines = createInterface({ input: response, crlfDelay: Number.POSITIVE_INFINITY });
      lines.on('line', (line) => {
        const entry = whole<Entry>(line);
        if (entry !== undefined) onEntry(entry);
      });
      const ended = new Promise<void>((end) => {
        response.once('close', end);
        // A cloud that stops resets the connection. `close` follows.
        response.on('error', () => {});
        lines.on('error', () => {});
        request.off('error', reject).on('error', () => {});
      });
      resolve({ ended });
    });
  });
}

/** A connection that breaks can end in the middle of a line. */
function whole<Entry>(line: string): Entry | undefined {
  try {
    return JSON.parse(line) as Entry;
  } catch {
    return undefined;
  }
}

/** Makes the cloud start a process for the function's latest version. */
export async function warmFunction(endpoint: string, region: string, name: string): Promise<void> {
  const url = `${endpoint}/_apikit/warm/${region}/${name}`;
  const response = await fetch(url, { method: 'POST', headers: { 'x-apikit-control': '1' } });
  await response.body?.cancel();
}

/** Uploads a page to the cloud, and returns the address at which the cloud serves it. */
export async function putDocs(endpoint: string, page: string): Promise<string> {
  const url = `${endpoint}/_apikit/docs`;
  const response = await fetch(url, { method: 'PUT', headers: { 'x-apikit-control': '1' }, body: page });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return url;
}
