/**
 * Gives new rights time to be seen. IAM is eventually consistent: what PutRolePolicy has accepted, the services may refuse for
 * some seconds more, and nothing that can be asked tells when they all know
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency). So rights are
 * written first, and a stage is not switched to the release that needs them before some time has gone by.
 */
import type { Clock } from '../clock.ts';

/** ms. Changes of a policy are usually seen everywhere within this time. */
const USUALLY_SEEN_WITHIN = 10_000;
/**
 * In terms of the time that the release itself took to be made, in which the rights were already written. AWS takes seconds for
 * a release, so there the time above decides; an endpoint that makes one at once spreads rights at once, too.
 */
const TIMES_AS_LONG = 5;

export interface RightsWatch {
  /** Something may be done from now on that could not be done before. */
  widened(): void;
  /** Resolves when the services may be taken to know; `note` is called when that has to be waited for. */
  untilSeen(note: (text: string) => void, signal: AbortSignal): Promise<void>;
}

export function createRightsWatch(clock: Clock): RightsWatch {
  let since: number | undefined;
  return {
    widened() {
      since = clock.now();
    },
    async untilSeen(note, signal) {
      if (since === undefined) return;
      const gone = clock.now() - since;
      const pause = Math.min(USUALLY_SEEN_WITHIN, gone * TIMES_AS_LONG) - gone;
      if (pause <= 0) return;
      note('waiting until the new rights of the function are seen everywhere');
      await clock.sleep(pause, signal);
    },
  };
}
