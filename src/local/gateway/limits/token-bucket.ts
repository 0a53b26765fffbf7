/** API Gateway's throttle: a bucket of `burst` tokens that refills at `rate` tokens per second. */

export interface TokenBucket {
  tokens: number;
  /** Epoch milliseconds of the last update of `tokens`. */
  updatedAt: number;
}

export interface Throttle {
  /** Tokens per second. */
  readonly rate: number;
  /** The size of the bucket. */
  readonly burst: number;
}

/**
 * Takes one token and creates the bucket at its first use; returns `false` if there is none. In `t` seconds at most
 * `burst + rate · t` calls succeed. The limits come with each call, so a changed setting works at once.
 */
export function takeToken(
  buckets: Map<string, TokenBucket>,
  key: string,
  { rate, burst }: Throttle,
  now: number,
): boolean {
  let bucket = buckets.get(key);
  if (bucket === undefined) {
    bucket = { tokens: burst, updatedAt: now };
    buckets.set(key, bucket);
  }
  // A clock that goes back must not empty the bucket.
  const elapsed = Math.max(0, now - bucket.updatedAt);
  bucket.tokens = Math.min(burst, bucket.tokens + (elapsed / 1000) * rate);
  bucket.updatedAt = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}
