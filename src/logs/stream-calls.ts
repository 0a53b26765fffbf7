/**
 * Which call the process of a log stream works on. Lambda writes START before each call, END and REPORT after it, and what the
 * function prints stands between them, where it can look like any of these lines.
 */
import { remember } from './remember.ts';

export interface StreamCalls {
  /**
   * Takes the next line of a stream and says whose it is: Lambda's id of the call that is under way, or of the last one. The
   * lines of a stream come in order; `time` is in ms.
   */
  take(stream: string, message: string, time: number): string | undefined;
}

const ID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const START = new RegExp(`^START RequestId: (${ID}) Version: \\S+\\s*$`);
const ENDED = new RegExp(`^(?:END|REPORT) RequestId: (${ID})(?:\\s|$)`);

/** ms. No call of Lambda's takes longer (docs/logs.md), so after that its end has been missed. */
const LONGEST_CALL = 15 * 60_000;

/**
 * A process works on one call at a time. A START within a call is therefore something that the function printed, perhaps for
 * somebody who would like the line to be another request's; and nobody but Lambda knows the id that ends a call.
 */
export function createStreamCalls(): StreamCalls {
  const current = new Map<string, { call: string; since: number; over: boolean }>();
  return {
    take(stream, message, time) {
      const known = current.get(stream);
      const started = START.exec(message)?.[1];
      if (started !== undefined && (!known || known.over || time - known.since > LONGEST_CALL)) {
        remember(current, stream, { call: started, since: time, over: false });
        return started;
      }
      if (known && ENDED.exec(message)?.[1] === known.call) known.over = true;
      return known?.call;
    },
  };
}
