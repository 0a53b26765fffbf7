/** What is asked of a canary. */
export interface CanaryLimits {
  /** Share of its requests that may fail with 5XX, 0 to 1. */
  readonly maxErrorRate: number;
  /** By how much its error rate may be above that of the other requests: 0.5 is half more. */
  readonly maxErrorIncrease: number;
  /** The same for the latency that 95 of 100 requests stay below. */
  readonly maxP95Increase: number;
  /** Requests that it must have answered before it is called good. */
  readonly minRequests: number;
}

/** Plain `apikit canary watch` and no word of it in apikit.yaml. */
export const DEFAULT_LIMITS: CanaryLimits = {
  maxErrorRate: 0.05,
  maxErrorIncrease: 0.5,
  maxP95Increase: 0.5,
  minRequests: 100,
};
