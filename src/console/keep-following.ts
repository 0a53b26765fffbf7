/** Feeds a request log from the embedded cloud, until the console ends. */
import type { Clock } from '../clock.ts';
import { followChains } from '../dev/cloud-line.ts';
import type { LiveEntry } from '../logs/live-entry.ts';
import type { RequestChain } from '../logs/request-chain.ts';
import { PROBE_PATH } from '../naming/release-marks.ts';
import type { RequestLog } from './request-log.ts';

export interface Following {
  /** The address of the cloud that is heard now. */
  endpoint(): string | undefined;
}

/** The time in ms before a new attempt to listen to the cloud. */
const AGAIN = 1_000;

/**
 * Resolves after the first attempt. `find` returns the address of the cloud, if it runs: a cloud that was stopped can
 * be started again at another one.
 */
export async function keepFollowing(
  find: () => Promise<string | undefined>,
  log: RequestLog,
  clock: Clock,
  signal: AbortSignal,
): Promise<Following> {
  let heard: string | undefined;
  const hear = (entry: LiveEntry | RequestChain) => {
    // A deploy asks the stage for the release that it serves.
    if (entry.type !== 'request' || !entry.path.startsWith(PROBE_PATH)) log.heard(entry);
  };
  const connect = async () => {
    const endpoint = await find();
    if (endpoint === undefined) return undefined;
    return await followChains(endpoint, hear, signal, () => {
      heard = endpoint;
      log.connection(true);
    });
  };
  // While there is no cloud, the log says so to the page.
  const attempt = () => connect().catch(() => undefined);
  let connection = await attempt();
  const follow = async () => {
    while (!signal.aborted) {
      await connection?.ended;
      heard = undefined;
      log.connection(false);
      await clock.sleep(AGAIN, signal).catch(() => {});
      if (!signal.aborted) connection = await attempt();
    }
  };
  void follow();
  return { endpoint: () => heard };
}
