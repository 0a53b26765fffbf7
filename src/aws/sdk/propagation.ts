/**
 * Gives what AWS has accepted time to be true everywhere, where nothing can be asked whether it is. AWS itself takes seconds for what
 * comes in between, so that on AWS the usual time decides; an endpoint that does all of that at once is through at once with
 * spreading it, too, and is not waited for as long.
 */
import type { Clock } from '../../clock.ts';

export interface Propagation {
  /** It is accepted now, or about to be. */
  begun(): void;
  /** Resolves when it may be taken to be true; `note` is called once when that has to be waited for. Nothing begun: at once. */
  over(note: (text: string) => void, signal: AbortSignal): Promise<void>;
}

interface Course {
  /** ms. It is usually over within this time. */
  readonly usually: number;
  /** The same in terms of the time from `begun` to the first question. */
  readonly timesAsLong: number;
  /** For people. */
  readonly waiting: string;
}

/**
 * IAM is eventually consistent: what PutRolePolicy has accepted, the services may refuse for some seconds more
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency). So rights are
 * written first, and a stage is not switched to the release that needs them before some time has gone by, in which the release is made.
 */
const RIGHTS: Course = {
  usually: 10_000,
  timesAsLong: 5,
  waiting: 'waiting until the new rights of the function are seen everywhere',
};

/**
 * The lines of requests that were answered last come after the logs of their stage were turned off, and make a log group anew that
 * was deleted meanwhile (docs/aws/logs.md). In between the stage is removed, for which AWS takes the better part of a second.
 */
const LAST_LINES: Course = { usually: 10_000, timesAsLong: 20, waiting: 'waiting for the last lines of the logs' };

/** Of one run. */
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
