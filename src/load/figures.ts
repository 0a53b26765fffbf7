/**
 * The figures of a load test. Latencies are in HDR histograms, which Node.js has (`perf_hooks`): a percentile is exact
 * to three digits, and the memory does not grow with the number of requests. No clock and no network.
 */
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

export const TIME_FIGURES = ['mean', 'p50', 'p90', 'p95', 'p99', 'p99.9', 'max'] as const;
export type TimeFigure = (typeof TIME_FIGURES)[number];

/** One request that has ended. */
export interface Sample {
  readonly operationId: string;
  /** `undefined` if there was no response. */
  readonly status: number | undefined;
  /** The reason for the missing response. */
  readonly reason?: string;
  /** From the moment at which the request was due to the end of its response. */
  readonly ms: number;
  /** In ms from the start of the test. */
  readonly due: number;
}

export interface Figures {
  readonly requests: number;
  /** Answered with a status below 400. */
  readonly successful: number;
  /** Answered with 429. */
  readonly throttled: number;
  /** Answered with another status from 400, or not at all. */
  readonly errors: number;
  /** How often there was each status, or each reason for no response. */
  readonly outcomes: Readonly<Record<string, number>>;
  /**
   * In ms, of all requests without the throttled ones, whose quick answers would improve the figures. A request without
   * a response counts with the time until it was given up. `undefined` if no request counts.
   */
  readonly latency: Readonly<Record<TimeFigure, number>> | undefined;
}

/** The requests that were due in one period of the test. */
export interface Period {
  readonly successful: number;
  readonly throttled: number;
  readonly errors: number;
  /** In ms. */
  readonly p50: number | undefined;
  readonly p95: number | undefined;
  readonly p99: number | undefined;
}

export interface Recorder {
  add(sample: Sample): void;
  total(): Figures;
  /** By operationId. */
  byOperation(): ReadonlyMap<string, Figures>;
  /** The periods in their order. */
  periods(): readonly Period[];
}

/** Histograms hold whole numbers, so times are in microseconds. */
const MICROSECONDS = 1_000;
/** Ten minutes: longer than any request is waited for. */
const LONGEST = 600_000 * MICROSECONDS;

/** Expects the length of a period in ms. */
export function createRecorder(period: number): Recorder {
  const all = createTally();
  const operations = new Map<string, Tally>();
  const periods: Tally[] = [];
  return {
    add(sample) {
      const operation = operations.get(sample.operationId) ?? createTally();
      operations.set(sample.operationId, operation);
      const index = Math.floor(sample.due / period);
      while (periods.length <= index) periods.push(createTally());
      for (const tally of [all, operation, periods[index]!]) tally.add(sample);
    },
    total: () => all.figures(),
    byOperation: () => new Map([...operations].map(([operationId, tally]) => [operationId, tally.figures()])),
    periods: () => periods.map((tally) => tally.period()),
  };
}

interface Tally {
  add(sample: Sample): void;
  figures(): Figures;
  period(): Period;
}

function createTally(): Tally {
  let histogram: RecordableHistogram | undefined;
  const counts = { successful: 0, throttled: 0, errors: 0 };
  const outcomes = new Map<string, number>();
  const at = (percentile: number) => histogram && histogram.percentile(percentile) / MICROSECONDS;
  return {
    add({ status, reason = 'no response', ms }) {
      counts[kindOf(status)] += 1;
      const outcome = status === undefined ? reason : String(status);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (status === 429) return;
      histogram ??= createHistogram({ lowest: 1, highest: LONGEST, figures: 3 });
      histogram.record(Math.min(LONGEST, Math.max(1, Math.round(ms * MICROSECONDS))));
    },
    figures: () => ({
      requests: counts.successful + counts.throttled + counts.errors,
      ...counts,
      outcomes: Object.fromEntries([...outcomes].sort(([a], [b]) => (a < b ? -1 : 1))),
      latency: histogram && {
        mean: histogram.mean / MICROSECONDS,
        p50: at(50)!,
        p90: at(90)!,
        p95: at(95)!,
        p99: at(99)!,
        'p99.9': at(99.9)!,
        max: histogram.max / MICROSECONDS,
      },
    }),
    period: () => ({ ...counts, p50: at(50), p95: at(95), p99: at(99) }),
  };
}

function kindOf(status: number | undefined): 'successful' | 'throttled' | 'errors' {
  if (status === 429) return 'throttled';
  return status !== undefined && status < 400 ? 'successful' : 'errors';
}
