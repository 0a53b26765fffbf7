/**
 * Sends requests at a constant rate, whether or not the earlier ones are answered (an open loop). A slow API therefore
 * gets as many requests as a quick one, and the latency of a request counts from the moment at which it was due: a
 * generator that waits for responses would leave out just the slow moments ("coordinated omission").
 */
import { performance } from 'node:perf_hooks';
import type { Clock } from '../clock.ts';
import type { Sample } from './figures.ts';

export interface Load {
  /** Requests per second. */
  readonly rate: number;
  readonly requests: number;
}

export type Outcome = Pick<Sample, 'operationId' | 'status' | 'reason'>;

export interface LoopParts {
  readonly clock: Clock;
  /** Ends the run: no further request is sent, and those that are under way are waited for. */
  readonly signal: AbortSignal;
  /** Sends the next request. It never rejects. */
  send(): Promise<Outcome>;
  onSample(sample: Sample): void;
}

export interface LoopEnd {
  /** In ms: 99 % of the requests started at most so long after they were due, because of this machine. */
  readonly lag: number;
  /** The requests that had to wait, because too many were under way. */
  readonly held: number;
}

/** Each request under way has a connection of its own. Systems allow a process about a thousand open files. */
export const MOST_UNDER_WAY = 900;

/** Resolves when every request has ended. */
export async function runOpenLoop({ rate, requests }: Load, parts: LoopParts): Promise<LoopEnd> {
  const { clock, signal, send, onSample } = parts;
  const begun = performance.now();
  const dueAt = (index: number) => (index * 1_000) / rate;
  const sinceBegun = () => performance.now() - begun;
  const lags: number[] = [];
  const underWay = new Set<Promise<void>>();
  let held = 0;

  async function one(due: number): Promise<void> {
    const outcome = await send();
    onSample({ ...outcome, due, ms: sinceBegun() - due });
  }

  for (let index = 0; index < requests && !signal.aborted; ) {
    const due = dueAt(index);
    const early = due - sinceBegun();
    if (early > 0) {
      await clock.sleep(early, signal).catch(() => {});
      continue;
    }
    if (underWay.size >= MOST_UNDER_WAY) {
      held += 1;
      while (underWay.size >= MOST_UNDER_WAY) await Promise.race(underWay);
    } else lags.push(-early);
    const running = one(due).finally(() => underWay.delete(running));
    underWay.add(running);
    index += 1;
    // Responses are read between two requests, also if this machine is behind.
    if (index % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(underWay);
  lags.sort((a, b) => a - b);
  return { lag: lags[Math.floor(lags.length * 0.99)] ?? 0, held };
}
