/** Keeps requests within a known rate, so that API Gateway throttles none of them. */
import type { Clock } from '../../clock.ts';

/** A rate as in a usage plan: requests per second, and the burst. */
export interface Rate {
  readonly rate: number;
  readonly burst: number;
}

/** A token bucket. `turn` resolves when the next request may be sent. */
export function openPace({ rate, burst }: Rate, clock: Clock, signal: AbortSignal): { turn(): Promise<void> } {
  const room = Math.max(1, burst);
  /** The time at which the bucket is full again, in ms of the clock. */
  let fullAt = clock.now();
  return {
    async turn() {
      const now = clock.now();
      fullAt = Math.max(fullAt, now) + 1000 / rate;
      const wait = fullAt - now - (room * 1000) / rate;
      if (wait > 0) await clock.sleep(wait, signal);
    },
  };
}
