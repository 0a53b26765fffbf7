/** Texts about usage plans. Pure. */
import type { StagePlan } from '../../../aws/keys/stage-plans.ts';

export interface Allowed {
  rate: number | null;
  burst: number | null;
  quota: { limit: number; period: string } | null;
  /** The limits of single operations. */
  operations: { operation: string; rate: number | null; burst: number | null }[];
}

export function allowedBy(plan: StagePlan['plan']): Allowed {
  const { throttle, apiStages = [] } = plan;
  return {
    rate: throttle?.rateLimit ?? null,
    burst: throttle?.burstLimit ?? null,
    quota: quotaOf(plan),
    operations: apiStages.flatMap(({ throttle: limits = {} }) =>
      Object.entries(limits).map(([route, { rateLimit, burstLimit }]) => ({
        operation: operationOf(route),
        rate: rateLimit ?? null,
        burst: burstLimit ?? null,
      })),
    ),
  };
}

export const quotaOf = ({ quota }: StagePlan['plan']): Allowed['quota'] =>
  quota?.limit === undefined ? null : { limit: quota.limit, period: (quota.period ?? '').toLowerCase() };

/** `/items/GET` → `GET /items`. */
function operationOf(route: string): string {
  const at = route.lastIndexOf('/');
  return `${route.slice(at + 1)} ${route.slice(0, at) || '/'}`;
}

export const rateText = ({ rate, burst }: Pick<Allowed, 'rate' | 'burst'>): string =>
  rate === null ? 'any' : `${rate}/s, burst ${burst ?? 0}`;

export const quotaText = (quota: Allowed['quota']): string =>
  quota === null ? 'none' : `${quota.limit}/${quota.period}`;
