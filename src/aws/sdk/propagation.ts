/**
 * Waits for AWS to propagate a change that no call can confirm. On AWS, the steps in between take seconds, so the usual
 * time counts. An endpoint that makes all those steps at once also propagates at once, so the wait for it is shorter.
 */
import type { Clock } from '../../clock.ts';

export interface Propagation {
  /** Marks that AWS has accepted the change, or will do so now. */
  begun(): void;
  /**
   * Resolves when the change may be taken as propagated. Calls `note` once if it has to wait. Resolves at once if
   * nothing has begun.
   */
  over(note: (text: string) => void, signal: AbortSignal): Promise<void>;
}

interface Course {
  /** Milliseconds within which the propagation usually ends. */
  readonly usually: number;
  /** The wait as a multiple of the time from `begun` to the first `over`. */
  readonly timesAsLong: number;
  /** The text for the user. */
  readonly waiting: string;
}

/**
 * IAM is eventually consistent: after PutRolePolicy, services may deny the action for some seconds
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency). So
 * permissions are written first, and a stage is switched to the release that needs them only after some time, in which
 * the release is created.
 */
const RIGHTS: Course = {
  usually: 10_000,
  timesAsLong: 5,
  waiting: 'waiting until the new permissions of the function have propagated',
};

/**
 * The lines of the last requests arrive after the logs of their stage were turned off, and create a deleted log group
 * again (docs/aws/logs.md). In between the stage is deleted, for which AWS needs the better part of a second.
 */
const LAST_LINES: Course = { usually: 10_000, timesAsLong: 20, waiting: 'waiting for the last lines of the logs' };

/** The waits of one run. */
export function createPropagations(clock: Clock): { readonly rights: Propagation; readonly logs: Propagation } {
  return { rights: createPropagation(clock, RIGHTS), logs: createPropagation(clock, LAST_LINES) };
}

function createPropagation(clock: Clock, { usually, timesAsLong, waiting }: Course): Propagation {
  let since: number | undefined;
  let end: number | undefined;
  return {
    begun() {
      since = clock.now();
      end = undefined;
    },
    async over(note, signal) {
      if (since === undefined) return;
      const now = clock.now();
      if (end === undefined) {
        end = since + Math.min(usually, (now - since) * timesAsLong);
        if (end > now) note(waiting);
      }
      if (end > now) await clock.sleep(end - now, signal);
    },
  };
}
