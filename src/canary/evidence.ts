/**
 * Measures the evidence against a canary as a number that can be checked at any time. If nothing is wrong, the chance
 * that the number ever reaches 1/p is at most p (Ville's inequality), however often it is checked and whenever the
 * checks stop. The number is the average of several bets on the size of the fault. Every window of time multiplies each
 * bet by its yield. Pure; logarithms are natural. docs/canary.md explains it in words.
 */
import type { Sample } from './sample.ts';

export interface Evidence {
  /**
   * Adds the logarithms of the yields of each bet in one window. The window must be independent of the windows before.
   */
  add(logYields: readonly number[]): void;
  /** The logarithm of the highest value so far. */
  highest(): number;
}

export function createEvidence(bets: number): Evidence {
  const sums: number[] = Array.from({ length: bets }, () => 0);
  let highest = 0;
  return {
    add(logYields) {
      for (const [bet, yielded] of logYields.entries()) sums[bet]! += yielded;
      highest = Math.max(highest, logOfSum(sums) - Math.log(bets));
    },
    highest: () => highest,
  };
}

/** log(e^a + e^b + …) without overflow. */
function logOfSum(logs: readonly number[]): number {
  const largest = Math.max(...logs);
  return largest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - largest), 0));
}

/** The requests of each side, and the number of hits among them (failed or slow requests). */
export interface Split {
  readonly canary: number;
  readonly stable: number;
  readonly canaryHits: number;
  readonly stableHits: number;
}

/** The assumed odds of a hit on the canary, as multiples of the odds of the stable release. */
const ODDS = [1.5, 2, 3, 5, 10, 50] as const;

export const splitEvidence = (): Evidence => createEvidence(ODDS.length);

/**
 * API Gateway chooses the canary's requests at random. So if the canary is no worse, the failed requests of a window
 * fall on the two sides like balls drawn from an urn (the hypergeometric distribution), whatever their number and their
 * cause: a backend that is down, or a caller that sends invalid requests, affects both sides in proportion. The yield
 * is the probability of the split with the canary's higher odds, divided by its probability with equal odds.
 */
export function splitYields({ canary, stable, canaryHits, stableHits }: Split): number[] {
  const hits = canaryHits + stableHits;
  const fewest = Math.max(0, hits - stable);
  const most = Math.min(hits, canary);
  if (fewest === most) return ODDS.map(() => 0);
  // The logarithms of the probabilities of all splits with these sums, up to a factor.
  const logs = [0];
  for (let on = fewest; on < most; on += 1) {
    const next = ((canary - on) / (on + 1)) * ((hits - on) / (stable - hits + on + 1));
    logs.push(logs.at(-1)! + Math.log(next));
  }
  const alike = logOfSum(logs);
  return ODDS.map((odds) => {
    const log = Math.log(odds);
    const worse = logOfSum(logs.map((each, index) => each + (fewest + index) * log));
    return canaryHits * log - (worse - alike);
  });
}

/** The assumed error rates, as multiples of the allowed rate. */
const MULTIPLES = [1.25, 1.5, 2, 4, 10] as const;

export const rateEvidence = (): Evidence => createEvidence(MULTIPLES.length);

/**
 * Evidence against the statement that the canary's own rate is at most `allowed`. `allowed` is above 0 and at most 1.
 * No rate exceeds 1.
 */
export function rateYields({ requests, errors }: Pick<Sample, 'requests' | 'errors'>, allowed: number): number[] {
  if (allowed === 1) return MULTIPLES.map(() => 0);
  return MULTIPLES.map((multiple) => {
    const rate = Math.min(multiple * allowed, (1 + allowed) / 2);
    return errors * Math.log(rate / allowed) + (requests - errors) * Math.log((1 - rate) / (1 - allowed));
  });
}
