/**
 * Gives API Gateway time to write what it has still to write. The lines of requests that were answered last come after the logs of
 * their stage were turned off, and make a log group anew that was deleted meanwhile (docs/aws/logs.md).
 */
import type { Clock } from '../clock.ts';

/** ms. AWS publishes no figure. */
const USUALLY_WRITTEN_WITHIN = 10_000;
/**
 * In terms of the time that turning the logs off and removing the stage took. AWS takes the better part of a second for that, so
 * there the time above decides; an endpoint that does it at once writes its logs at once, too.
 */
const TIMES_AS_LONG = 20;

export interface LogWatch {
  /** The logs of a stage are about to be turned off. */
  silencing(): void;
  /** Resolves when its last lines may be taken to be written; `note` is called when that has to be waited for. */
  untilWritten(note: (text: string) => void, signal: AbortSignal): Promise<void>;
}

export function createLogWatch(clock: Clock): LogWatch {
  let since: number | undefined;
  let end: number | undefined;
  return {
    silencing() {
      since = clock.now();
      end = undefined;
    },
    async untilWritten(note, signal) {
      if (since === undefined) return;
      const now = clock.now();
      if (end === undefined) {
        end = since + Math.min(USUALLY_WRITTEN_WITHIN, (now - since) * TIMES_AS_LONG);
        if (end > now) note('waiting for the last lines of the logs');
      }
      if (end > now) await clock.sleep(end - now, signal);
    },
  };
}
