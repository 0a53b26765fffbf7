/**
 * Finds the call to which a line of a log stream belongs. Lambda writes START before each call, and END and REPORT
 * after it. The function's output stands between them, and can look like any of these lines.
 */
import { asTextLine } from './platform-record.ts';
import { remember } from './remember.ts';

export interface StreamCalls {
  /**
   * Takes the next line of a stream, and returns Lambda's ID of the current call, or of the last call. The lines of a
   * stream come in order. `time` is in ms.
   */
  take(stream: string, message: string, time: number): string | undefined;
}

const ID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const START = new RegExp(`^START RequestId: (${ID}) Version: \\S+\\s*$`);
const ENDED = new RegExp(`^(?:END|REPORT) RequestId: (${ID})(?:\\s|$)`);

/** In ms. No Lambda call takes longer (docs/logs.md), so after this time the end of the call was missed. */
const LONGEST_CALL = 15 * 60_000;

/**
 * A process works on one call at a time. So a START within a call is output of the function, perhaps an attempt to
 * attach a line to another request. Only Lambda knows the ID that ends a call.
 */
export function createStreamCalls(): StreamCalls {
  const current = new Map<string, { call: string; since: number; over: boolean }>();
  return {
    take(stream, line, time) {
      const message = asTextLine(line);
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
