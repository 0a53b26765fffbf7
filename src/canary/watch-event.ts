/** What a watch of a canary tells, in the order in which it happens. Plain data; wording belongs to `ui/`. Pure. */
import type { Fault } from './comparison.ts';
import { percentile } from './latencies.ts';
import type { CanaryLimits } from './limits.ts';
import type { Sample } from './sample.ts';

/** Of requests since the watch looks: counts, and ms that 50, 95 and 99 of 100 stay below (`null`: there were none). */
export interface Figures {
  readonly requests: number;
  /** Answers of 5XX. */
  readonly errors: number;
  /** Answers of 4XX but 429. */
  readonly clientErrors: number;
  /** Answers of 429. */
  readonly throttled: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

export interface Compared {
  readonly canary: Figures;
  readonly stable: Figures;
}

/** What Lambda counts of one version of the function. */
export interface VersionCounts {
  readonly invocations: number;
  readonly errors: number;
  readonly throttles: number;
}

/**
 * `tooFew`: it has not answered so many requests as it has to before anybody can call it good; `doubtful`: it refuses more of them than
 * the others do.
 */
export type Verdict = 'good' | 'doubtful' | 'tooFew' | 'worse';

export interface Look extends Compared {
  readonly type: 'look';
  /** 0 to 100 */
  readonly percent: number;
  /** When the canary has had its share for long enough: ISO 8601. */
  readonly until: string;
  readonly verdict: Verdict;
  /** Its true rate of 5XX is below this in 95 of 100 cases: how little the requests so far can tell. 0 to 1. */
  readonly errorRateAtMost: number;
  readonly faults: readonly Fault[];
  readonly doubts: readonly Fault[];
  /** Ids of alarms of the stage that are in ALARM. */
  readonly alarms: readonly string[];
  readonly operations: readonly (Compared & { readonly operation: string })[];
  /** `null`: both releases have one version of the function, or Lambda's metrics could not be read. */
  readonly functions: { readonly canary: VersionCounts; readonly stable: VersionCounts } | null;
  /** Requests whose lines came too late to be compared. */
  readonly late: number;
}

export type CanaryEvent =
  | {
      readonly type: 'watching';
      readonly app: string;
      readonly stage: string;
      readonly url: string;
      /** The release of the other requests; `null`: apikit did not make it. */
      readonly release: string | null;
      readonly canary: string;
      /** 0 to 100 */
      readonly percent: number;
      readonly steps: readonly number[];
      /** Seconds at each of them. */
      readonly every: number;
      /** ISO 8601; `until` is when it is promoted if all goes well. */
      readonly since: string;
      readonly until: string;
      readonly limits: CanaryLimits;
    }
  | Look
  | { readonly type: 'raised'; readonly percent: number; readonly until: string }
  | End
  | { readonly type: 'warning'; readonly text: string };

/** How a watch ended. */
export type End =
  /** The canary serves all requests. */
  | { readonly type: 'promoted'; readonly release: string }
  /** `release`: the one that serves all requests now; `null`: apikit did not make it. */
  | {
      readonly type: 'aborted';
      readonly release: string | null;
      readonly faults: readonly Fault[];
      readonly alarms: readonly string[];
    }
  /** A person has to decide: the canary stays, and is not watched any more. Without doubts there were too few requests to tell. */
  | {
      readonly type: 'undecided';
      readonly percent: number;
      readonly requests: number;
      readonly minRequests: number;
      readonly doubts: readonly Fault[];
    }
  /** Somebody else ended the canary, changed its share, or began another watch. */
  | { readonly type: 'overtaken'; readonly how: 'promoted' | 'aborted' | 'changed' };

export function figuresOf({ latencies, ...counts }: Sample): Figures {
  const ms = (share: number) => percentile(latencies, share) ?? null;
  return { ...counts, p50: ms(0.5), p95: ms(0.95), p99: ms(0.99) };
}
