/**
 * The values of one metric in one minute. Count, sum, minimum and maximum are exact; percentiles are exact to one
 * percent. Memory is bounded: values are counted in buckets whose bounds grow by `GROWTH`, so a thousand buckets cover
 * 24 decades.
 */

export interface Distribution {
  count: number;
  sum: number;
  min: number;
  max: number;
  /** Bucket number → count. Negative numbers hold negative values, 0 holds zero. */
  readonly buckets: Map<number, number>;
}

const GROWTH = 1.02;
const LOG_GROWTH = Math.log(GROWTH);
/** Keeps the bucket numbers of small positive values above zero. */
const OFFSET = 4_000;

export const emptyDistribution = (): Distribution => ({
  count: 0,
  sum: 0,
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
  buckets: new Map(),
});

export function addValue(into: Distribution, value: number, times = 1): void {
  into.count += times;
  into.sum += value * times;
  into.min = Math.min(into.min, value);
  into.max = Math.max(into.max, value);
  const bucket = bucketOf(value);
  into.buckets.set(bucket, (into.buckets.get(bucket) ?? 0) + times);
}

/** Adds a statistic set. Its minimum, maximum and mean represent the individual values, which are not known. */
export function addStatistics(
  into: Distribution,
  { count, sum, min, max }: Pick<Distribution, 'count' | 'sum' | 'min' | 'max'>,
): void {
  into.count += count;
  into.sum += sum;
  into.min = Math.min(into.min, min);
  into.max = Math.max(into.max, max);
  const bucket = bucketOf(sum / count);
  into.buckets.set(bucket, (into.buckets.get(bucket) ?? 0) + count);
}

export function merge(into: Distribution, other: Distribution): void {
  into.count += other.count;
  into.sum += other.sum;
  into.min = Math.min(into.min, other.min);
  into.max = Math.max(into.max, other.max);
  for (const [bucket, count] of other.buckets) into.buckets.set(bucket, (into.buckets.get(bucket) ?? 0) + count);
}

/** `share` is from 0 to 1. */
export function quantile({ count, min, max, buckets }: Distribution, share: number): number {
  const rank = Math.max(1, Math.ceil(share * count));
  if (rank >= count) return max;
  let seen = 0;
  for (const bucket of [...buckets.keys()].sort((a, b) => a - b)) {
    seen += buckets.get(bucket)!;
    if (seen >= rank) return Math.min(max, Math.max(min, bucketValue(bucket)));
  }
  return max;
}

/** Returns the mean of the values between two quantiles. */
export function trimmedMean(distribution: Distribution, from: number, to: number): number {
  const first = from * distribution.count;
  const last = to * distribution.count;
  let seen = 0;
  let taken = 0;
  let sum = 0;
  for (const bucket of [...distribution.buckets.keys()].sort((a, b) => a - b)) {
    const count = distribution.buckets.get(bucket)!;
    const inside = Math.max(0, Math.min(seen + count, last) - Math.max(seen, first));
    taken += inside;
    sum += inside * Math.min(distribution.max, Math.max(distribution.min, bucketValue(bucket)));
    seen += count;
  }
  return taken === 0 ? 0 : sum / taken;
}

function bucketOf(value: number): number {
  if (value === 0) return 0;
  const magnitude = Math.max(1, Math.round(Math.log(Math.abs(value)) / LOG_GROWTH) + OFFSET);
  return value > 0 ? magnitude : -magnitude;
}

function bucketValue(bucket: number): number {
  if (bucket === 0) return 0;
  return Math.sign(bucket) * GROWTH ** (Math.abs(bucket) - OFFSET);
}
