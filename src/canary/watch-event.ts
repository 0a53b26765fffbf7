/** The events of a canary watch, in the order in which they happen. Plain data: the wording belongs to `ui/`. Pure. */
import type { Fault } from './comparison.ts';
import { percentile } from './latencies.ts';
import type { CanaryLimits } from './limits.ts';
import type { Sample } from './sample.ts';

/**
 * Figures of the requests since the start of the watch: counts, and the 50th, 95th and 99th percentile of the latency
 * in ms (`null` if there are no requests).
 */
export interface Figures {
  readonly requests: number;
  /** 5XX responses. */
  readonly errors: number;
  /** 4XX responses except 429. */
  readonly clientErrors: number;
  /** 429 responses. */
  readonly throttled: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

export interface ReleaseFigures {
  readonly canary: Figures;
  readonly stable: Figures;
}

/** Lambda's counts for one version of the function. */
export interface VersionCounts {
  readonly invocations: number;
  readonly errors: number;
  readonly throttles: number;
}

/**
 * `tooFew`: the canary has not yet answered the required number of requests. `doubtful`: the canary rejects more
 * requests than the stable release.
 */
export type CanaryVerdict = 'good' | 'doubtful' | 'tooFew' | 'worse';

export interface Look extends ReleaseFigures {
  readonly type: 'look';
  /** Between 0 and 100. */
  readonly percent: number;
  /** The time at which the current share ends, in ISO 8601. */
  readonly until: string;
  readonly verdict: CanaryVerdict;
  /**
   * The true rate of 5XX is below this in 95 of 100 cases, which shows how little the requests so far can tell. Between
   * 0 and 1.
   */
  readonly errorRateAtMost: number;
  readonly faults: readonly Fault[];
  readonly doubts: readonly Fault[];
  /** The IDs of the stage's alarms that are in ALARM. */
  readonly alarms: readonly string[];
  readonly operations: readonly (ReleaseFigures & { readonly operation: string })[];
  /** `null` if both releases have the same version of the function, or if Lambda's metrics could not be read. */
  readonly functions: { readonly canary: VersionCounts; readonly stable: VersionCounts } | null;
  /** Requests whose log lines came too late for the comparison. */
  readonly late: number;
}

export type CanaryEvent =
  | {
      readonly type: 'watching';
      readonly app: string;
      readonly stage: string;
      readonly url: string;
      /** The release of the other requests; `null` if apikit did not create it. */
      readonly release: string | null;
      readonly canary: string;
      /** Between 0 and 100. */
      readonly percent: number;
      readonly steps: readonly number[];
      /** The seconds at each step. */
      readonly every: number;
      /** ISO 8601. `until` is the time of the promotion if no check fails. */
      readonly since: string;
      readonly until: string;
      readonly limits: CanaryLimits;
    }
  | Look
  | { readonly type: 'raised'; readonly percent: number; readonly until: string }
  | End
  | { readonly type: 'warning'; readonly text: string };

/** The end of a watch. */
export type End =
  /** The canary serves all requests. */
  | { readonly type: 'promoted'; readonly release: string }
  /** `release` serves all requests now; `null` if apikit did not create it. */
  | {
      readonly type: 'aborted';
      readonly release: string | null;
      readonly faults: readonly Fault[];
      readonly alarms: readonly string[];
    }
  /**
   * A person must decide. The canary stays, and the watch ends. Without doubts, there were too few requests to decide.
   */
  | {
      readonly type: 'undecided';
      readonly percent: number;
      readonly requests: number;
      readonly minRequests: number;
      readonly doubts: readonly Fault[];
    }
  /** Another user or process ended the canary, changed its share, or started another watch. */
  | { readonly type: 'overtaken'; readonly how: 'promoted' | 'aborted' | 'changed' };

export function figuresOf({ latencies, ...counts }: Sample): Figures {
  const ms = (share: number) => percentile(latencies, share) ?? null;
  return { ...counts, p50: ms(0.5), p95: ms(0.95), p99: ms(0.99) };
}
