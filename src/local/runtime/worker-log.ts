/**
 * The log stream of one worker: lines become events of its CloudWatch stream and part of the log tail of the current
 * call.
 */
import type { CloudClock, LogEvent, LogSink, Scope } from '../cloud/cloud.ts';

export interface WorkerLog {
  readonly stream: string;
  line(message: string): void;
  /** Starts the log tail of a new call. */
  begin(): void;
  /** Writes the buffered lines. */
  flush(): void;
  /** Returns the last 4 KB since `begin` in base64, as `LogType: Tail` does. */
  tail(): () => string;
}

/** Lines are buffered at most this long, so that a long call can be followed while it runs. */
const HOLD_MS = 100;
const TAIL_BYTES = 4096;

interface Target {
  readonly scope: Scope;
  readonly group: string;
  readonly version: string;
}

export function createWorkerLog(sink: LogSink, clock: CloudClock, target: Target, instance: string): WorkerLog {
  const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
  const stream = `${day}/[${target.version}]${instance}`;
  let held: LogEvent[] = [];
  let lines: string[] = [];
  let timer: NodeJS.Timeout | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (held.length === 0) return;
    const events = held;
    held = [];
    sink.write(target.scope, { group: target.group, stream }, events);
  };

  return {
    stream,
    line(message) {
      held.push({ timestamp: clock.now(), message });
      lines.push(message);
      timer ??= setTimeout(flush, HOLD_MS).unref();
    },
    begin() {
      lines = [];
    },
    flush,
    tail() {
      const ofThisCall = lines;
      return () => Buffer.from(ofThisCall.join('')).subarray(-TAIL_BYTES).toString('base64');
    },
  };
}
