/**
 * From changes on the disk to work: what comes close together is one save, at most one is worked on at a time, and what is
 * saved meanwhile is worked on next, so that the latest save always wins and none is skipped.
 */
import type { Clock } from '../clock.ts';

export interface SaveQueue {
  /** Something was saved: a path, for those who want to know which. */
  saved(path: string): void;
  /** Resolves when everything saved until now has been worked on. */
  settled(): Promise<void>;
}

/** ms without a further change after which a save is complete; editors write a file in several steps. */
const QUIET = 15;
/** ms after which a save is worked on although changes keep coming: something writes into the project all the time. */
const LONGEST = 500;

/** `work` must not throw. */
export function createSaveQueue(clock: Clock, work: (paths: readonly string[]) => Promise<void>): SaveQueue {
  let waiting = new Set<string>();
  let changes = 0;
  let running: Promise<void> | undefined;

  const quiet = async () => {
    const begun = clock.now();
    for (let seen = -1; seen !== changes && clock.now() - begun < LONGEST; ) {
      seen = changes;
      await clock.sleep(QUIET);
    }
  };

  const drain = async () => {
    while (waiting.size > 0) {
      await quiet();
      const paths = [...waiting].sort();
      waiting = new Set();
      await work(paths);
    }
    running = undefined;
  };

  return {
    saved(path) {
      waiting.add(path);
      changes += 1;
      running ??= drain();
    },
    settled: async () => running,
  };
}
