/** A usage plan as API Gateway reports it, and the one patch that makes it what is wanted. Pure. */
import type { PatchOperation, UsagePlan } from '@aws-sdk/client-api-gateway';
import type { UsagePlanProperties } from '../stack/properties.ts';
import { addOperation, removeOperation, replaceOperation } from './patch-path.ts';

export interface ObservedPlan {
  /** `{api}:{stage}` of everything the plan covers. */
  stages: string[];
  throttle: { rate?: number; burst?: number } | undefined;
  quota: { limit?: number; period?: string } | undefined;
  tags: Record<string, string>;
}

export interface DesiredPlan {
  api: string;
  stage: string;
  throttle?: UsagePlanProperties['throttle'];
  quota?: UsagePlanProperties['quota'];
  tags: Record<string, string>;
}

export function observedPlan(plan: UsagePlan): ObservedPlan {
  const { throttle, quota } = plan;
  return {
    stages: (plan.apiStages ?? []).map((covered) => `${covered.apiId}:${covered.stage}`),
    throttle: throttle && {
      ...(throttle.rateLimit !== undefined && { rate: throttle.rateLimit }),
      ...(throttle.burstLimit !== undefined && { burst: throttle.burstLimit }),
    },
    quota: quota && {
      ...(quota.limit !== undefined && { limit: quota.limit }),
      ...(quota.period !== undefined && { period: quota.period }),
    },
    tags: plan.tags ?? {},
  };
}

/**
 * Operations of one `UpdateUsagePlan`, which is allowed once in 20 s per account (aws-facts §1); empty when nothing
 * differs. A plan belongs to one stage: any other it covers, e.g. of a deleted API, is taken out.
 */
export function planPatch(desired: DesiredPlan, observed: ObservedPlan): PatchOperation[] {
  const operations: PatchOperation[] = [];
  const wanted = `${desired.api}:${desired.stage}`;
  for (const covered of observed.stages) {
    if (covered !== wanted) operations.push(removeOperation('/apiStages', covered));
  }
  if (!observed.stages.includes(wanted)) operations.push(addOperation('/apiStages', wanted));
  operations.push(...throttlePatch(desired, observed), ...quotaPatch(desired, observed));
  return operations;
}

function throttlePatch({ throttle }: DesiredPlan, observed: ObservedPlan): PatchOperation[] {
  if (!throttle) return observed.throttle ? [removeOperation('/throttle')] : [];
  const { rate, burst } = throttle;
  return [
    ...(rate === observed.throttle?.rate ? [] : [replaceOperation('/throttle/rateLimit', rate)]),
    ...(burst === observed.throttle?.burst ? [] : [replaceOperation('/throttle/burstLimit', burst)]),
  ];
}

function quotaPatch({ quota }: DesiredPlan, observed: ObservedPlan): PatchOperation[] {
  if (!quota) return observed.quota ? [removeOperation('/quota')] : [];
  const { limit, period } = quota;
  return [
    ...(limit === observed.quota?.limit ? [] : [replaceOperation('/quota/limit', limit)]),
    ...(period === observed.quota?.period ? [] : [replaceOperation('/quota/period', period)]),
  ];
}
