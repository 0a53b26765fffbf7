/** The throttle of API Gateway: a bucket of `burst` tokens that refills at `rate` tokens a second. */

export interface TokenBucket {
  tokens: number;
  /** When `tokens` was last brought up to date, in milliseconds. */
  updatedAt: number;
}

export interface Throttle {
  /** Tokens a second. */
  readonly rate: number;
  /** Size of the bucket. */
  readonly burst: number;
}

/**
 * Takes one token, making the bucket on first use; `false` when there is none. In any stretch of `t` seconds at most
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
  // A clock that steps back must not empty the bucket.
  const elapsed = Math.max(0, now - bucket.updatedAt);
  bucket.tokens = Math.min(burst, bucket.tokens + (elapsed / 1000) * rate);
  bucket.updatedAt = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}
