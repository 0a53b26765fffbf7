/**
 * How strongly what is seen speaks against a canary: a number that can be looked at as often as one likes. If nothing is wrong, the
 * chance that it ever gets to 1/p is at most p (Ville's inequality), however often somebody looks and whenever he stops. It is the
 * average of several bets on how wrong things are, each of which is multiplied by what every window of time yields. Pure; logarithms
 * are natural ones. docs/canary.md tells it in words.
 */
import type { Sample } from './sample.ts';

export interface Evidence {
  /** The logarithm of what each bet yields in a window that is independent of those before. */
  add(logYields: readonly number[]): void;
  /** The logarithm of the most that there has been. */
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

/** So many requests of each side, and how many of them were hits: failed, or slow. */
export interface Split {
  readonly canary: number;
  readonly stable: number;
  readonly canaryHits: number;
  readonly stableHits: number;
}

/** The odds of a hit on the canary, as multiples of those elsewhere, that are bet on. */
const ODDS = [1.5, 2, 3, 5, 10, 50] as const;

export const splitEvidence = (): Evidence => createEvidence(ODDS.length);

/**
 * API Gateway chooses the canary's requests at random. So if the canary is no worse, those of a window that fail fall on the two as
 * balls that are drawn from an urn (the hypergeometric distribution), however many fail and whatever makes them fail: a backend that
 * is down, or a caller that sends nonsense, strikes both in proportion. The yield is the probability of the split if the canary's
 * odds are higher, over that if they are not.
 */
export function splitYields({ canary, stable, canaryHits, stableHits }: Split): number[] {
  const hits = canaryHits + stableHits;
  const fewest = Math.max(0, hits - stable);
  const most = Math.min(hits, canary);
  if (fewest === most) return ODDS.map(() => 0);
  // Logarithms of the probabilities of all splits with these sums, up to a factor.
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

/** Rates that are bet on, as multiples of the one that is allowed. */
const MULTIPLES = [1.25, 1.5, 2, 4, 10] as const;

export const rateEvidence = (): Evidence => createEvidence(MULTIPLES.length);

/** Against the canary's own rate being no higher than `allowed` (above 0, and at most 1, which nothing exceeds). */
export function rateYields({ requests, errors }: Pick<Sample, 'requests' | 'errors'>, allowed: number): number[] {
  if (allowed === 1) return MULTIPLES.map(() => 0);
  return MULTIPLES.map((multiple) => {
    const rate = Math.min(multiple * allowed, (1 + allowed) / 2);
    return errors * Math.log(rate / allowed) + (requests - errors) * Math.log((1 - rate) / (1 - allowed));
  });
}
