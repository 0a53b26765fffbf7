/** Runs the embedded cloud as a process: takes the data folder, finds a port, and serves until it has to stop. */
import { startCloud } from '../start-cloud.ts';
import { readCallerPolicies } from './caller-policies.ts';
import { type FolderLock, type Holder, lockFolder, refuseLinkedState } from './data-folder.ts';
import { claimState } from './state-mark.ts';

export interface ServeOptions {
  readonly dataDir: string;
  /** Whether to keep no state; the folder then has only the endpoint. */
  readonly memory: boolean;
  /** The port. Absent: 4566, or the next free port. */
  readonly port?: number;
  readonly region?: string;
  /** Whether to be as strict and as slow as AWS; implies `adversity`. */
  readonly realistic?: boolean;
  /** Whether other users of this machine may use the cloud. */
  readonly anyUser?: boolean;
  /** Whether to continue with state from elsewhere; otherwise it is moved aside. */
  readonly trustState?: boolean;
  /** Policy files; callers may do only what they allow. Absent or empty: callers may do everything. */
  readonly enforceCallers?: readonly string[];
  /** Whether to serve `/_apikit/adversity`. */
  readonly adversity?: boolean;
}

export type ServeResult =
  | {
      readonly started: {
        readonly endpoint: string;
        /** The folder to which state from elsewhere was moved. */
        readonly aside?: string;
        /** Resolves when the cloud has stopped. */
        readonly stopped: Promise<void>;
      };
    }
  | { readonly heldBy: Holder }
  | { readonly portInUse: number };

/** The port that common tools expect of a local cloud. */
export const DEFAULT_PORT = 4566;
const PORTS_TO_TRY = 100;

export async function serve(options: ServeOptions, signal: AbortSignal): Promise<ServeResult> {
  const taken = await lockFolder(options.dataDir, Date.now);
  if ('heldBy' in taken) return taken;
  try {
    refuseLinkedState(options.dataDir);
    const aside = options.memory
      ? undefined
      : claimState(options.dataDir, { trust: options.trustState === true, now: Date.now(), env: process.env });
    return await listen(options, taken.lock, aside, signal);
  } catch (error) {
    taken.lock.release();
    throw error;
  }
}

async function listen(
  options: ServeOptions,
  lock: FolderLock,
  aside: string | undefined,
  signal: AbortSignal,
): Promise<ServeResult> {
  const stop = new AbortController();
  const callers = readCallerPolicies(options.enforceCallers ?? []);
  if ('faults' in callers) throw new Error(callers.faults.join(' '));
  const ports =
    options.port === undefined
      ? Array.from({ length: PORTS_TO_TRY }, (_, index) => DEFAULT_PORT + index)
      : [options.port];
  try {
    const cloud = await startCloud({
      port: ports,
      usedAccount: true,
      ...(options.realistic && { keysListedWithoutTags: true }),
      ...(!options.memory && { dataDir: options.dataDir }),
      anyUser: options.anyUser === true,
      ...(callers.documents.length > 0 && { callerPolicies: callers.documents }),
      ...(options.region && { defaultRegion: options.region }),
      ...((options.realistic || options.adversity) && {
        adversity: options.realistic ? { quotas: true, factor: 1 } : {},
      }),
      onStopRequested: () => setImmediate(() => stop.abort()),
    });
    lock.announce(cloud.endpoint, aside);
    // A session started this process (`background.ts`, `attached`), so it must not live longer than the session.
    const left = () => stop.abort();
    process.once('disconnect', left);
    const stopped = untilAborted(AbortSignal.any([signal, stop.signal])).then(async () => {
      process.off('disconnect', left);
      lock.leave();
      await cloud.close();
      lock.release();
    });
    return { started: { endpoint: cloud.endpoint, stopped, ...(aside !== undefined && { aside }) } };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    lock.release();
    return { portInUse: ports[0]! };
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
