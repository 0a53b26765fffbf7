/** The stages of a usage plan: their format in patches (`apiId:stage`), and their existence. */
import type { OperationContext } from '../../../cloud/operation.ts';
import type { ThrottleSettings, UsagePlan } from '../../../state/apis/model.ts';
import { badRequest, notFound } from '../errors.ts';
import { type Members, structure, structures, text } from '../members.ts';
import { stages, usagePlans } from '../state.ts';
import { throttleIn } from './plan-limits.ts';

export type ApiStage = NonNullable<UsagePlan['apiStages']>[number];

/** Reads the `apiStages` of CreateUsagePlan; each stage must exist. */
export function apiStagesIn(context: OperationContext, input: Members): ApiStage[] {
  return (structures(input, 'apiStages') ?? []).map((entry) => {
    const apiId = text(entry, 'apiId') ?? '';
    const stage = text(entry, 'stage') ?? '';
    if (!stages(context).has(`${apiId}/${stage}`)) throw badRequest('Invalid API Stage specified');
    const throttle = structure(entry, 'throttle');
    return { apiId, stage, ...(throttle && { throttle: methodThrottles(throttle) }) };
  });
}

/**
 * Removes a deleted stage, or all stages of an API, from every plan. AWS does the same: a stage that Terraform deletes
 * and creates again is gone from its plan (hashicorp/terraform-provider-aws#714 and #14100), and DeleteUsagePlan
 * succeeds after DeleteRestApi (LocalStack's test_apigateway_common.py `TestUsagePlans`, run on AWS).
 */
export function forgetApiStages(context: OperationContext, apiId: string, stage?: string): void {
  const isGone = (entry: ApiStage) => entry.apiId === apiId && (stage === undefined || entry.stage === stage);
  for (const plan of usagePlans(context).values()) {
    if (!plan.apiStages?.some(isGone)) continue;
    usagePlans(context).put(plan.id, { ...plan, apiStages: plan.apiStages.filter((entry) => !isGone(entry)) });
  }
}

/** `/path/METHOD` → limits. */
export function methodThrottles(throttle: Members): Record<string, ThrottleSettings> {
  return Object.fromEntries(
    Object.keys(throttle).map((route) => [route, throttleIn(structure(throttle, route) ?? {})]),
  );
}

/** Parses `apiId:stage`. */
export function parseApiStage(value: string | undefined): { apiId: string; stage: string } {
  const [apiId, stage, ...rest] = (value ?? '').split(':');
  if (!apiId || !stage || rest.length > 0) throw badRequest('Invalid API Stage specified');
  return { apiId, stage };
}

export const unknownApiStage = ({ apiId, stage }: { apiId: string; stage: string }, planId: string) =>
  notFound(`Invalid API Stage {api: ${apiId}, stage: ${stage}} specified for usageplan ${planId}`);

/** Returns the plan's own entry for `apiId:stage`; throws if it has none. */
export function requireApiStage(plan: UsagePlan, value: string | undefined): ApiStage {
  const wanted = parseApiStage(value);
  const found = plan.apiStages?.find((entry) => entry.apiId === wanted.apiId && entry.stage === wanted.stage);
  if (!found) throw unknownApiStage(wanted, plan.id);
  return found;
}
