/** UpdateUsagePlan: limits, stages and the throttles of single methods (docs/aws/usage-plans.md). */
import { type OperationContext, operation } from '../../../cloud/operation.ts';
import type { ThrottleSettings, UsagePlan } from '../../../state/apis/model.ts';
import { badRequest, notFound } from '../errors.ts';
import { type Members, requiredText } from '../members.ts';
import { jsonIn } from '../patch/json-value.ts';
import { applyPatch, type Change, type PatchRule } from '../patch/patch.ts';
import { listingPaths } from '../patch/refusals.ts';
import { numberIn, textField } from '../patch/rules.ts';
import { requireUsagePlan, stages, usagePlans } from '../state.ts';
import { methodThrottles, parseApiStage, requireApiStage, unknownApiStage } from './api-stages.ts';
import { checkedBurst, checkedQuota, checkedRate } from './plan-limits.ts';

type Rule = PatchRule<UsagePlan>;

export const updateUsagePlan = operation({
  name: 'UpdateUsagePlan',
  http: 'PATCH /usageplans/{usagePlanId}',
  run(input: Members, context) {
    const plan = requireUsagePlan(context, requiredText(input, 'usagePlanId'));
    const table = listingPaths([...fieldRules, ...stageRules(context), ...methodThrottleRules, ...limitRules]);
    const updated = applyPatch(table, plan, input);
    if (updated.quota) checkedQuota(updated.quota);
    usagePlans(context).put(plan.id, updated);
    return { tags: {}, ...updated };
  },
});

const fieldRules: Rule[] = [
  {
    path: '/name',
    ops: ['replace'],
    apply(plan, { value }) {
      if (!value) throw badRequest('Usage Plan name must be non-empty');
      plan.name = value;
    },
  },
  textField('description'),
  textField('productCode', ['add', 'replace', 'remove']),
];

const stageRules = (context: OperationContext): Rule[] => [
  {
    path: '/apiStages',
    ops: ['add'],
    apply(plan, { value }) {
      const added = parseApiStage(value);
      if (!stages(context).has(`${added.apiId}/${added.stage}`)) throw unknownApiStage(added, plan.id);
      const known = plan.apiStages?.some((entry) => entry.apiId === added.apiId && entry.stage === added.stage);
      if (!known) plan.apiStages = [...(plan.apiStages ?? []), added];
    },
  },
  {
    path: '/apiStages',
    ops: ['remove'],
    apply(plan, { value }) {
      const removed = requireApiStage(plan, value);
      plan.apiStages = plan.apiStages?.filter((entry) => entry !== removed) ?? [];
    },
  },
];

const methodThrottleRules: Rule[] = [
  {
    path: '/apiStages/{apiId:stage}/throttle',
    ops: ['add', 'replace'],
    apply(plan, change) {
      requireApiStage(plan, change.at['apiId:stage']).throttle = methodThrottles(jsonIn(change));
    },
  },
  {
    path: '/apiStages/{apiId:stage}/throttle',
    ops: ['remove'],
    apply: (plan, { at }) => void delete requireApiStage(plan, at['apiId:stage']).throttle,
  },
  {
    path: '/apiStages/{apiId:stage}/throttle/{path}/{method}',
    ops: ['add', 'replace'],
    apply(plan, change) {
      const entry = requireApiStage(plan, change.at['apiId:stage']);
      entry.throttle = { ...entry.throttle, ...methodThrottles({ [routeOf(change)]: jsonIn(change) }) };
    },
  },
  {
    path: '/apiStages/{apiId:stage}/throttle/{path}/{method}',
    ops: ['remove'],
    apply(plan, change) {
      const entry = requireApiStage(plan, change.at['apiId:stage']);
      const { [routeOf(change)]: removed, ...others } = entry.throttle ?? {};
      if (!removed) throw notFound(`Invalid throttle path specified: ${change.path}`);
      entry.throttle = others;
    },
  },
  ...(['rateLimit', 'burstLimit'] as const).map(
    (limit): Rule => ({
      path: `/apiStages/{apiId:stage}/throttle/{path}/{method}/${limit}`,
      ops: ['add', 'replace'],
      apply(plan, change) {
        const entry = requireApiStage(plan, change.at['apiId:stage']);
        const route = routeOf(change);
        entry.throttle = { ...entry.throttle, [route]: { ...entry.throttle?.[route], ...limitIn(change, limit) } };
      },
    }),
  ),
];

const limitRules: Rule[] = [
  { path: '/throttle', ops: ['remove'], apply: (plan) => void delete plan.throttle },
  ...(['rateLimit', 'burstLimit'] as const).map(
    (limit): Rule => ({
      path: `/throttle/${limit}`,
      ops: ['add', 'replace'],
      apply(plan, change) {
        plan.throttle = { ...plan.throttle, ...limitIn(change, limit) };
      },
    }),
  ),
  { path: '/quota', ops: ['remove'], apply: (plan) => void delete plan.quota },
  ...(['limit', 'offset'] as const).map(
    (field): Rule => ({
      path: `/quota/${field}`,
      ops: ['add', 'replace'],
      apply(plan, change) {
        plan.quota = { ...quotaOf(plan), [field]: numberIn(change, Number.isInteger) };
      },
    }),
  ),
  {
    path: '/quota/period',
    ops: ['add', 'replace'],
    apply(plan, { value }) {
      plan.quota = { ...quotaOf(plan), period: value as NonNullable<UsagePlan['quota']>['period'] };
    },
  },
];

/** The initial quota when its first field is set. It is checked when all fields of a request are known. */
const quotaOf = (plan: UsagePlan): NonNullable<UsagePlan['quota']> =>
  plan.quota ?? { limit: 0, offset: 0, period: 'DAY' };

const limitIn = (change: Change, limit: 'rateLimit' | 'burstLimit'): ThrottleSettings =>
  limit === 'rateLimit' ? { rateLimit: checkedRate(numberIn(change)) } : { burstLimit: checkedBurst(numberIn(change)) };

/** `/pets/{id}/GET`: in the patch, the path is one escaped segment. */
const routeOf = ({ at }: Change): string => `${at.path}/${at.method}`;
