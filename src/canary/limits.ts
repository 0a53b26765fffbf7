/** The limits that a canary must keep. */
export interface CanaryLimits {
  /** The largest share of its requests that may fail with 5XX, between 0 and 1. */
  readonly maxErrorRate: number;
  /** The largest increase of its error rate over the rate of the other requests. 0.5 means 50 % more. */
  readonly maxErrorIncrease: number;
  /** The same for the 95th percentile of the latency. */
  readonly maxP95Increase: number;
  /** The number of requests that the canary must answer before it can be called good. */
  readonly minRequests: number;
}

/** The limits of `apikit canary watch` without flags and without settings in apikit.yaml. */
export const DEFAULT_LIMITS: CanaryLimits = {
  maxErrorRate: 0.05,
  maxErrorIncrease: 0.5,
  maxP95Increase: 0.5,
  minRequests: 100,
};
