/** Stops work on this thread if it takes too long. */
import { createContext, Script } from 'node:vm';

/** In milliseconds. A normal match takes microseconds. */
const TIME_LIMIT = 250;

/**
 * After a timeout, the same work does not start again for this many times the limit, so that other requests get most of
 * the thread.
 */
const PAUSE = 9;

const script = new Script('work()');
const sandbox: { work?: () => void } = createContext(Object.create(null));

/** Returns `undefined` if the work was stopped, or did not start because of a pause. */
export type RunLimited = <T>(work: () => T) => T | undefined;

/** `limit` is in milliseconds. */
export function createTimeLimit(limit = TIME_LIMIT): RunLimited {
  let resumeAt = 0;
  return (work) => {
    if (performance.now() < resumeAt) return undefined;
    let value: ReturnType<typeof work> | undefined;
    try {
      sandbox.work = () => {
        value = work();
      };
      script.runInContext(sandbox, { timeout: limit });
      return value;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      resumeAt = performance.now() + PAUSE * limit;
      return undefined;
    } finally {
      sandbox.work = undefined;
    }
  };
}
