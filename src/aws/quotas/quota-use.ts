/**
 * How much is used of what AWS allows an account, of what many small stages use up first (docs/aws/quotas.md). What is counted comes
 * from listings that are made anyway; the limits are those that every account begins with, and AWS may have raised some. Pure.
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

/** Filled in as things are listed. Roles are those of the whole account, all else is of one region. */
export type Census = Partial<Record<Quota, number>>;

export interface QuotaUse {
  readonly what: string;
  readonly used: number;
  readonly limit: number;
}

/** The one that is nearest comes first. */
export function quotaUses(census: Census): QuotaUse[] {
  const uses = Object.entries(census).map(([quota, used]) => ({ ...QUOTAS[quota as Quota], used }));
  const sorted = uses.sort((a, b) => b.used / b.limit - a.used / a.limit);
  return sorted.map(({ what, used, limit }) => ({ what, used, limit }));
}

/** `Nearest quota: 212 of 300 usage plans, which AWS raises on request.` */
export function nearestQuota(uses: readonly QuotaUse[]): string | undefined {
  const [nearest] = uses;
  if (!nearest) return undefined;
  const { what, used, limit } = nearest;
  const raisable = Object.values(QUOTAS).find((quota) => quota.what === what)?.raisable;
  return `Nearest quota: ${used} of ${limit} ${what}, which AWS ${raisable ? 'raises on request' : 'does not raise'}.`;
}

/** Share from which a deploy says how near it is. */
const NEAR = 0.8;

/** Of what a stage is about to be added to. */
export function nearlyFull(census: Census): string | undefined {
  const uses = quotaUses(census).filter(({ used, limit }) => used / limit >= NEAR);
  const told = nearestQuota(uses);
  return told === undefined ? undefined : `${told} \`apikit prune\` removes expired previews.`;
}

export function regionalApis(apis: readonly RestApi[]): number {
  return apis.filter(({ endpointConfiguration }) => endpointConfiguration?.types?.includes('REGIONAL')).length;
}
