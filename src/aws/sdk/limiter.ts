/**
 * Keeps calls within a service's published rates. A limiter has several buckets. A call waits until each bucket that
 * applies to it has room, and then takes from all of them at once. Waiting calls are served in order, except that a
 * call that waits for its own narrow bucket lets the others pass.
 * Each bucket is a GCRA (a token bucket that keeps one number): at most `burst` calls at once, and at most `burst +
 * rate * t` calls in any window of `t` seconds.
 */
import type { Clock } from '../../clock.ts';
import { isRead } from './call-counter.ts';

export interface Rate {
  /** Calls for each second. */
  readonly rate: number;
  /** Calls that may go at once after a pause. */
  readonly burst: number;
}

export interface ServiceLimits {
  /** The bucket for all operations of the service together, except those in `operations` with `outsideAll`. */
  readonly all?: Rate;
  /** The bucket for all operations of the service together that are not reads. */
  readonly writes?: Rate;
  /** Operations with their own bucket. */
  readonly operations?: Readonly<Record<string, Rate & { readonly outsideAll?: boolean }>>;
  /** Calls that may be in flight at the same time. */
  readonly inFlight?: number;
}

export interface Limiter {
  /** Resolves when the call may be sent. The returned function must be called when the response has come. */
  acquire(operation: string, signal?: AbortSignal): Promise<() => void>;
  /** Blocks the operation's narrowest bucket for this long, because AWS sent `Retry-After`. */
  pause(operation: string, milliseconds: number): void;
}

interface Bucket {
  /** Milliseconds between calls at the steady rate. */
  readonly interval: number;
  /** Milliseconds by which calls may be ahead of the schedule: the burst. */
  readonly tolerance: number;
  /** When the schedule would be even again (GCRA's theoretical arrival time). */
  due: number;
  /** When the pause that AWS requested ends. */
  pausedUntil: number;
}

interface Waiter {
  readonly buckets: readonly Bucket[];
  go(): void;
}

const readyAt = (bucket: Bucket): number => Math.max(bucket.due - bucket.tolerance, bucket.pausedUntil);

function createBucket({ rate, burst }: Rate): Bucket {
  const interval = 1000 / rate;
  return { interval, tolerance: interval * (burst - 1), due: Number.NEGATIVE_INFINITY, pausedUntil: 0 };
}

export function createLimiter(limits: ServiceLimits, clock: Clock): Limiter {
  const shared = createBucket(limits.all ?? { rate: Number.POSITIVE_INFINITY, burst: 1 });
  const writes = limits.writes && createBucket(limits.writes);
  const own = new Map(Object.entries(limits.operations ?? {}).map(([name, rate]) => [name, createBucket(rate)]));
  const waiting: Waiter[] = [];
  let underWay = 0;
  let alarm: AbortController | undefined;

  /** The buckets from the narrowest to the widest. */
  function bucketsOf(operation: string): Bucket[] {
    const narrow = own.get(operation);
    const outsideAll = limits.operations?.[operation]?.outsideAll === true;
    return [
      ...(narrow ? [narrow] : []),
      ...(writes && !isRead(operation) ? [writes] : []),
      ...(outsideAll ? [] : [shared]),
    ];
  }

  function serve(): void {
    alarm?.abort();
    alarm = undefined;
    const now = clock.now();
    let next = Number.POSITIVE_INFINITY;
    for (const waiter of [...waiting]) {
      if (underWay >= (limits.inFlight ?? Number.POSITIVE_INFINITY)) return;
      const ready = Math.max(...waiter.buckets.map(readyAt));
      if (ready > now) {
        next = Math.min(next, ready);
        continue;
      }
      for (const bucket of waiter.buckets) bucket.due = Math.max(bucket.due, now) + bucket.interval;
      waiting.splice(waiting.indexOf(waiter), 1);
      underWay += 1;
      waiter.go();
    }
    if (next < Number.POSITIVE_INFINITY) wakeAfter(Math.ceil(next - now));
  }

  function wakeAfter(milliseconds: number): void {
    const controller = new AbortController();
    alarm = controller;
    clock.sleep(milliseconds, controller.signal).then(serve, () => undefined);
  }

  function release(): void {
    underWay -= 1;
    serve();
  }

  return {
    acquire(operation, signal) {
      return new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const waiter: Waiter = {
          buckets: bucketsOf(operation),
          go() {
            signal?.removeEventListener('abort', abandon);
            let held = true;
            resolve(() => {
              if (held) release();
              held = false;
            });
          },
        };
        function abandon(): void {
          waiting.splice(waiting.indexOf(waiter), 1);
          reject(signal?.reason);
          serve();
        }
        signal?.addEventListener('abort', abandon, { once: true });
        waiting.push(waiter);
        serve();
      });
    },
    pause(operation, milliseconds) {
      const narrowest = bucketsOf(operation)[0];
      if (narrowest) narrowest.pausedUntil = Math.max(narrowest.pausedUntil, clock.now() + milliseconds);
    },
  };
}
