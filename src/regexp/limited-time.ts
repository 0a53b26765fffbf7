/** Work on this thread that is broken off when it takes too long. */
import { createContext, Script } from 'node:vm';

/** Milliseconds; an honest match takes microseconds. */
const TIME_LIMIT = 250;

/** After its time ran out, the work is not begun again for this many times as long: others get the most of the thread. */
const PAUSE = 9;

const script = new Script('work()');
const sandbox: { work?: () => void } = createContext(Object.create(null));

/** `undefined`: the work was broken off, or was not begun because of a pause. */
export type InTime = <T>(work: () => T) => T | undefined;

export function createTimeLimit(): InTime {
  let resumeAt = 0;
  return (work) => {
    if (performance.now() < resumeAt) return undefined;
    let value: ReturnType<typeof work> | undefined;
    try {
      sandbox.work = () => {
        value = work();
      };
      script.runInContext(sandbox, { timeout: TIME_LIMIT });
      return value;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      resumeAt = performance.now() + PAUSE * TIME_LIMIT;
      return undefined;
    } finally {
      sandbox.work = undefined;
    }
  };
}
