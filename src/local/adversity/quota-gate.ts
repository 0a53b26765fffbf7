/** Enforces the call rates with token buckets by region, service and quota, on the cloud's clock. */
import type { CloudClock } from '../cloud/cloud.ts';
import type { HttpRequest } from '../cloud/operation.ts';
import { QUOTAS, type Quota } from './quotas.ts';

export interface QuotaGate {
  /**
   * Takes a token from every bucket that applies to the call. If one of them is empty, takes none and returns when to
   * retry.
   */
  enter(
    call: QuotaCall,
  ): { readonly admitted: true } | { readonly admitted: false; readonly retryAfterSeconds: number };
  /** Refills all buckets. */
  refill(): void;
}

export interface QuotaCall {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly http: HttpRequest;
}

interface Bucket {
  readonly quota: Quota;
  tokens: number;
  /** Epoch milliseconds of the last update of `tokens`. */
  updatedAt: number;
}

/** Adding fractions of tokens can lose this much. */
const ROUNDING = 1e-6;

export function createQuotaGate(clock: CloudClock): QuotaGate {
  const buckets = new Map<string, Bucket>();

  const bucketOf = ({ service, region }: QuotaCall, quota: Quota): Bucket => {
    const key = `${service === 'iam' ? 'global' : region} ${quota.service ?? service} ${quota.name}`;
    const now = clock.now();
    const bucket = buckets.get(key) ?? { quota, tokens: quota.burst, updatedAt: now };
    buckets.set(key, bucket);
    const gained = (Math.max(0, now - bucket.updatedAt) / 1000) * quota.perSecond;
    bucket.tokens = Math.min(quota.burst, bucket.tokens + gained);
    bucket.updatedAt = now;
    return bucket;
  };

  return {
    enter(call) {
      const concerned = (QUOTAS[call.service] ?? [])
        .filter((quota) => concerns(quota, call))
        .map((quota) => bucketOf(call, quota));
      const waits = concerned.map(({ quota, tokens }) => (1 - tokens) / quota.perSecond);
      const retryAfterSeconds = Math.max(0, ...waits);
      if (concerned.some(({ tokens }) => tokens < 1 - ROUNDING)) return { admitted: false, retryAfterSeconds };
      for (const bucket of concerned) bucket.tokens -= 1;
      return { admitted: true };
    },
    refill: () => buckets.clear(),
  };
}

function concerns({ operations, except, applies }: Quota, { operation, http }: QuotaCall): boolean {
  const names = (pattern: string) =>
    pattern.endsWith('*') ? operation.startsWith(pattern.slice(0, -1)) : operation === pattern;
  if (operations && !operations.some(names)) return false;
  return !except?.some(names) && (applies?.(http) ?? true);
}
