/** Simulated canaries: random requests, with a true error rate and latency that only the simulation knows. */
import { createComparison, type Fault, type Window } from '../../src/canary/comparison.ts';
import { addLatency } from '../../src/canary/latencies.ts';
import { type CanaryLimits, DEFAULT_LIMITS } from '../../src/canary/limits.ts';
import { emptyPair, type ReleasePair, type Sample } from '../../src/canary/sample.ts';

export interface MadeUp {
  /** The share of requests that fail elsewhere, 0 to 1. */
  readonly errorRate: number;
  /** The factor of the error rate on the canary. */
  readonly errorTimes: number;
  /** The factor of the latency on the canary. */
  readonly latencyTimes: number;
  /** The requests per second of both together. */
  readonly rate: number;
  /** 0 to 1 */
  readonly share: number;
  /** seconds */
  readonly bake: number;
  readonly limits?: CanaryLimits;
}

export interface Outcome {
  readonly end: 'aborted' | 'good' | 'doubtful' | 'too few';
  /** seconds */
  readonly after: number;
  readonly faults: readonly Fault[];
}

/** Returns 0 ≤ n < 1, always the same for one seed (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The seconds of a window and between two looks. */
const LOOK = 10;
/** The shares of the operations in the requests: they have different traffic and different errors. */
const OPERATIONS = [0.5, 0.25, 0.15, 0.07, 0.03] as const;
/** The share of the requests with a 4XX response, on either side. */
const REFUSED = 0.03;
/**
 * ms: a lognormal distribution with a median of 40 ms and a 95th percentile of 146 ms, as 4,096 cells of the same
 * weight.
 */
const LATENCIES = Array.from(
  { length: 4_096 },
  (_, cell) => 40 * Math.exp(0.787 * normalQuantile((cell + 0.5) / 4_096)),
);

export function simulate(made: MadeUp, random: () => number): Outcome {
  const limits = made.limits ?? DEFAULT_LIMITS;
  const comparison = createComparison(limits);
  for (let after = LOOK; after <= made.bake; after += LOOK) {
    comparison.add(windowOf(made, random));
    const faults = comparison.faults();
    if (faults.length > 0) return { end: 'aborted', after, faults };
  }
  const enough = comparison.totals().canary.requests >= limits.minRequests;
  const end = comparison.doubts().length > 0 ? 'doubtful' : enough ? 'good' : 'too few';
  return { end, after: made.bake, faults: [] };
}

function windowOf({ rate, share, errorRate, errorTimes, latencyTimes }: MadeUp, random: () => number): Window {
  const operations = new Map<string, ReleasePair>();
  for (let left = arrivals(rate * LOOK, random); left > 0; left -= 1) {
    const operation = chooseOperation(random);
    const pair = operations.get(operation) ?? emptyPair();
    operations.set(operation, pair);
    if (random() < share) answer(pair.canary, errorRate * errorTimes, latencyTimes, random);
    else answer(pair.stable, errorRate, 1, random);
  }
  return { operations, cold: false };
}

function answer(sample: Sample, errorRate: number, latencyTimes: number, random: () => number): void {
  sample.requests += 1;
  if (random() < errorRate) sample.errors += 1;
  else if (random() < REFUSED) sample.clientErrors += 1;
  else addLatency(sample.latencies, latencyTimes * LATENCIES[Math.floor(random() * LATENCIES.length)]!);
}

function chooseOperation(random: () => number): string {
  let left = random();
  for (const [index, part] of OPERATIONS.entries()) {
    left -= part;
    if (left < 0) return `operation ${index}`;
  }
  return 'operation 0';
}

/**
 * Returns a random number of requests in a time in which `expected` are expected (a Poisson distribution; for large
 * numbers the normal approximation).
 */
function arrivals(expected: number, random: () => number): number {
  if (expected > 50) return Math.max(0, Math.round(expected + Math.sqrt(expected) * normalQuantile(random())));
  let count = 0;
  let passed = -Math.log(1 - random());
  while (passed < expected) {
    count += 1;
    passed -= Math.log(1 - random());
  }
  return count;
}

/**
 * Returns a quantile of the standard normal distribution to three places, which is more than a simulation needs
 * (Tukey's lambda).
 */
function normalQuantile(chance: number): number {
  const inside = Math.min(Math.max(chance, 1e-6), 1 - 1e-6);
  return (inside ** 0.135 - (1 - inside) ** 0.135) / 0.1975;
}
