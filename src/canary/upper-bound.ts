/**
 * The upper bound of an error rate (Clopper and Pearson), which shows how little a small number of requests can tell.
 * Pure.
 */

import type { Sample } from './sample.ts';

/** The canary's own rate is lower than this in 95 of 100 cases. Between 0 and 1. */
export function upperBound({ requests, errors }: Pick<Sample, 'requests' | 'errors'>): number {
  if (errors >= requests) return 1;
  let [low, high] = [errors / requests, 1];
  for (let halving = 0; halving < 40; halving += 1) {
    const middle = (low + high) / 2;
    if (chanceOfAtMost(errors, requests, middle) > 0.05) low = middle;
    else high = middle;
  }
  return high;
}

/** The chance of at most this many errors among the requests at a rate that is neither 0 nor 1. */
function chanceOfAtMost(errors: number, requests: number, rate: number): number {
  let log = requests * Math.log1p(-rate);
  let chance = Math.exp(log);
  for (let count = 1; count <= errors; count += 1) {
    log += Math.log(((requests - count + 1) / count) * (rate / (1 - rate)));
    chance += Math.exp(log);
  }
  return chance;
}
