/**
 * Latencies in steps of 2 %, so that a million of them take no more room than a hundred, and percentiles are right to 2 %. Pure.
 */

/** How many latencies there are in each step. */
export type Latencies = Map<number, number>;

const WIDTH = Math.log(1.02);

/** `milliseconds`: below one counts as one. */
export function stepOf(milliseconds: number): number {
  return Math.ceil(Math.log(Math.max(1, milliseconds)) / WIDTH);
}

export function addLatency(latencies: Latencies, milliseconds: number): void {
  const step = stepOf(milliseconds);
  latencies.set(step, (latencies.get(step) ?? 0) + 1);
}

export function addLatencies(latencies: Latencies, more: Latencies): void {
  for (const [step, count] of more) latencies.set(step, (latencies.get(step) ?? 0) + count);
}

export function countLatencies(latencies: Latencies): number {
  let count = 0;
  for (const each of latencies.values()) count += each;
  return count;
}

/** The step that so large a share (0 to 1) of the latencies does not exceed. `undefined`: there are none. */
export function percentileStep(latencies: Latencies, share: number): number | undefined {
  const wanted = Math.ceil(share * countLatencies(latencies));
  let seen = 0;
  for (const step of [...latencies.keys()].sort((a, b) => a - b)) {
    seen += latencies.get(step)!;
    if (seen >= wanted) return step;
  }
  return undefined;
}

/** ms. `undefined`: there are none. */
export function percentile(latencies: Latencies, share: number): number | undefined {
  const step = percentileStep(latencies, share);
  return step === undefined ? undefined : Math.round(Math.exp(step * WIDTH));
}

export function countAbove(latencies: Latencies, step: number): number {
  let count = 0;
  for (const [each, of] of latencies) if (each > step) count += of;
  return count;
}
