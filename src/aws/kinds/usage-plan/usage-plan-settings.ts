/** Converts a usage plan as API Gateway returns it, and makes the patch that changes it into the desired one. Pure. */
import type { PatchOperation, UsagePlan } from '@aws-sdk/client-api-gateway';
import { addOperation, patchSegment, removeOperation, replaceOperation } from '../../api-gateway/patch-path.ts';
import type { DesiredPlan, ObservedPlan } from './shape.ts';

export function observedPlan(plan: UsagePlan): ObservedPlan {
  const { throttle, quota } = plan;
  return {
    name: plan.name,
    stages: (plan.apiStages ?? []).map((covered) => `${covered.apiId}:${covered.stage}`),
    throttle: throttle && {
      ...(throttle.rateLimit !== undefined && { rate: throttle.rateLimit }),
      ...(throttle.burstLimit !== undefined && { burst: throttle.burstLimit }),
    },
    quota: quota && {
      ...(quota.limit !== undefined && { limit: quota.limit }),
      ...(quota.period !== undefined && { period: quota.period }),
    },
    operations: Object.fromEntries(
      (plan.apiStages ?? []).flatMap(({ throttle: limits = {} }) =>
        Object.entries(limits).map(([route, { rateLimit, burstLimit }]) => [
          nameOf(route),
          {
            ...(rateLimit !== undefined && { rate: rateLimit }),
            ...(burstLimit !== undefined && { burst: burstLimit }),
          },
        ]),
      ),
    ),
    tags: plan.tags ?? {},
  };
}

/** The limits of single operations as `CreateUsagePlan` accepts them: by `/items/GET`. */
export function methodThrottles(operations: NonNullable<DesiredPlan['operations']>) {
  const entries = Object.entries(operations).map(([name, { rate, burst }]) => {
    const { method, path } = partsOf(name);
    return [`${path}/${method}`, { rateLimit: rate, burstLimit: burst }] as const;
  });
  return Object.fromEntries(entries);
}

/** `/items/GET` → `GET /items`. The root is `//GET`. */
function nameOf(route: string): string {
  const at = route.lastIndexOf('/');
  return `${route.slice(at + 1)} ${route.slice(0, at) || '/'}`;
}

function partsOf(name: string): { method: string; path: string } {
  const at = name.indexOf(' ');
  return { method: name.slice(0, at), path: name.slice(at + 1) };
}

/**
 * The patch operations of one `UpdateUsagePlan`, which AWS allows once in 20 s for each account (docs/aws/quotas.md).
 * Empty if nothing differs. A plan belongs to one stage: any other stage, for example of a deleted API, is removed from
 * it.
 */
export function planPatch(desired: DesiredPlan, observed: ObservedPlan): PatchOperation[] {
  const operations: PatchOperation[] = [];
  const wanted = `${desired.api}:${desired.stage}`;
  for (const covered of observed.stages) {
    if (covered !== wanted) operations.push(removeOperation('/apiStages', covered));
  }
  if (!observed.stages.includes(wanted)) operations.push(addOperation('/apiStages', wanted));
  operations.push(...throttlePatch(desired, observed), ...quotaPatch(desired, observed));
  operations.push(...operationPatches(desired, observed, `/apiStages/${wanted}/throttle`));
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

/**
 * Limits on other stages go together with those stages. Both limits of an operation are sent together, because AWS does
 * not accept one alone.
 */
function operationPatches({ operations }: DesiredPlan, observed: ObservedPlan, below: string): PatchOperation[] {
  if (!operations) return [];
  const pathOf = (name: string) => {
    const { method, path } = partsOf(name);
    return `${below}/${patchSegment(path)}/${method}`;
  };
  const changed = Object.entries(operations).flatMap(([name, { rate, burst }]) => {
    const had = observed.operations[name];
    if (had?.rate === rate && had.burst === burst) return [];
    return [replaceOperation(`${pathOf(name)}/rateLimit`, rate), replaceOperation(`${pathOf(name)}/burstLimit`, burst)];
  });
  const gone = Object.keys(observed.operations).filter((name) => !(name in operations));
  return [...changed, ...gone.map((name) => removeOperation(pathOf(name)))];
}
