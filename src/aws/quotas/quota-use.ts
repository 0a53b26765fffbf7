/**
 * How much of an account's quotas is used, for those that many small stages fill first (docs/aws/quotas.md). The counts
 * come from listings that commands make anyway. The limits are AWS's defaults, and AWS may have raised some. Pure.
 */
import type { RestApi } from '@aws-sdk/client-api-gateway';

const QUOTAS = {
  apis: { what: 'regional REST APIs', limit: 600, raisable: false },
  plans: { what: 'usage plans', limit: 300, raisable: true },
  keys: { what: 'API keys', limit: 10_000, raisable: false },
  roles: { what: 'IAM roles', limit: 1_000, raisable: true },
  tables: { what: 'DynamoDB tables', limit: 2_500, raisable: true },
} as const;

type Quota = keyof typeof QUOTAS;

/** Listings fill this in. Roles are counted in the whole account, and everything else in one region. */
export type Census = Partial<Record<Quota, number>>;

export interface QuotaUse {
  readonly what: string;
  readonly used: number;
  readonly limit: number;
}

/** Returns the fullest first. */
export function quotaUses(census: Census): QuotaUse[] {
  const uses = Object.entries(census).map(([quota, used]) => ({ ...QUOTAS[quota as Quota], used }));
  const sorted = uses.sort((a, b) => b.used / b.limit - a.used / a.limit);
  return sorted.map(({ what, used, limit }) => ({ what, used, limit }));
}

/** For example `Nearest quota: 212 of 300 usage plans, which AWS raises on request.` */
export function nearestQuota(uses: readonly QuotaUse[]): string | undefined {
  const [nearest] = uses;
  if (!nearest) return undefined;
  const { what, used, limit } = nearest;
  const raisable = Object.values(QUOTAS).find((quota) => quota.what === what)?.raisable;
  return `Nearest quota: ${used} of ${limit} ${what}, which AWS ${raisable ? 'raises on request' : 'does not raise'}.`;
}

/** The share from which a deploy shows the quota. */
const NEAR = 0.8;

/** A warning for an account that is about to get another stage. */
export function quotaWarning(census: Census): string | undefined {
  const uses = quotaUses(census).filter(({ used, limit }) => used / limit >= NEAR);
  const nearest = nearestQuota(uses);
  return nearest === undefined ? undefined : `${nearest} \`apikit prune\` removes expired previews.`;
}

export function regionalApis(apis: readonly RestApi[]): number {
  return apis.filter(({ endpointConfiguration }) => endpointConfiguration?.types?.includes('REGIONAL')).length;
}
