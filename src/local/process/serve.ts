/** The embedded cloud as a process: takes the data folder, finds a port, serves until it is told to stop. */
import { startCloud } from '../start-cloud.ts';
import { readCallerPolicies } from './caller-policies.ts';
import { type FolderLock, type Holder, lockFolder, refuseLinkedState } from './data-folder.ts';
import { claimState } from './state-mark.ts';

export interface ServeOptions {
  readonly dataDir: string;
  /** Keep no state: the folder then only says where the cloud listens. */
  readonly memory: boolean;
  /** Exactly this port; absent: 4566 or the next free one. */
  readonly port?: number;
  readonly region?: string;
  /** As quick to refuse and as slow to take effect as AWS; implies `adversity`. */
  readonly realistic?: boolean;
  /** Answers other users of this machine too. */
  readonly anyUser?: boolean;
  /** Goes on with state that was not made here; else it is moved aside. */
  readonly trustState?: boolean;
  /** Files with policies: callers may do only what these allow. Absent or none: everything. */
  readonly enforceCallers?: readonly string[];
  /** Opens `/_apikit/adversity`. */
  readonly adversity?: boolean;
}

export type ServeResult =
  | {
      readonly started: {
        readonly endpoint: string;
        /** Where state was moved that was not made here. */
        readonly aside?: string;
        /** Resolves when it has stopped. */
        readonly stopped: Promise<void>;
      };
    }
  | { readonly heldBy: Holder }
  | { readonly portInUse: number };

/** The port that the field's tools expect of a local cloud. */
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
    // Started by a session (`background.ts`, `attached`), and not to outlive it.
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
