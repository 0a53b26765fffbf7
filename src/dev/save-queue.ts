/**
 * Turns changes on the disk into work. Changes that come close together are one save. Only one save is worked on at a
 * time, and changes made meanwhile are next, so that the latest save always wins and none is skipped.
 */
import type { Clock } from '../clock.ts';

export interface SaveQueue {
  /** Reports a changed file by its path. */
  saved(path: string): void;
  /** Resolves when all saves until now are done. */
  settled(): Promise<void>;
}

/** The time in ms without a further change after which a save is complete. Editors write a file in several steps. */
const QUIET = 15;
/**
 * The time in ms after which the work starts although changes continue. Some programs write into a project all the
 * time.
 */
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
