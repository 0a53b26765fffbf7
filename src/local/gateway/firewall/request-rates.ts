/** Counts requests by address for rate-based rules, over a window that moves with the clock. */

interface Counted {
  /** The second since the epoch. */
  readonly second: number;
  count: number;
}

export interface RequestRates {
  /** Counts a request and returns how many there were in the window of so many seconds, with this one. */
  count(key: string, window: number, now: number): number;
  clear(): void;
}

/** Addresses without a request in the longest window are dropped when so many are known. */
const MANY = 10_000;
const LONGEST_WINDOW = 600;

export function createRequestRates(): RequestRates {
  const known = new Map<string, Counted[]>();
  const since = (second: number, seconds: readonly Counted[]) => seconds.filter((one) => one.second > second);
  return {
    count(key, window, now) {
      const second = Math.floor(now / 1000);
      if (known.size > MANY) {
        for (const [one, seconds] of known) {
          if (since(second - LONGEST_WINDOW, seconds).length === 0) known.delete(one);
        }
      }
      const recent = since(second - window, known.get(key) ?? []);
      const last = recent.at(-1);
      if (last?.second === second) last.count += 1;
      else recent.push({ second, count: 1 });
      known.set(key, recent);
      return recent.reduce((sum, { count }) => sum + count, 0);
    },
    clear: () => known.clear(),
  };
}
