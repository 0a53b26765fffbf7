/** UpdateUsage: sets the remaining quota of a key in the current period. */
import { operation } from '../../../cloud/operation.ts';
import { badRequest, notFound } from '../errors.ts';
import { type Members, requiredText } from '../members.ts';
import { applyPatch } from '../patch/patch.ts';
import { listingPaths } from '../patch/refusals.ts';
import { numberIn } from '../patch/rules.ts';
import { requireUsagePlan, usageCounts, usagePlanKeys } from '../state.ts';
import { dateOf, remainingOn } from './usage-days.ts';

interface Draft {
  remaining: number | undefined;
}

const table = listingPaths<Draft>([
  {
    path: '/remaining',
    ops: ['replace'],
    apply(draft, change) {
      draft.remaining = numberIn(change, (value) => Number.isInteger(value) && value >= 0);
    },
  },
]);

export const updateUsage = operation({
  name: 'UpdateUsage',
  http: 'PATCH /usageplans/{usagePlanId}/keys/{keyId}/usage',
  run(input: Members, context) {
    const plan = requireUsagePlan(context, requiredText(input, 'usagePlanId'));
    const keyId = requiredText(input, 'keyId');
    if (!usagePlanKeys(context).get(`${plan.id}/${keyId}`)) throw notFound('Invalid API Key identifier specified');
    const { remaining } = applyPatch(table, { remaining: undefined } as Draft, input);
    const counts = usageCounts(context);
    const countOn = (day: string) => counts.get(`${plan.id}/${keyId}/${day}`);
    const today = dateOf(context.cloud.clock.now());
    if (remaining !== undefined) {
      if (!plan.quota) throw badRequest('Usage Plan does not have a quota');
      const { used = 0, granted = 0 } = countOn(today) ?? {};
      const more = remaining - remainingOn(plan.quota, today, countOn);
      counts.put(`${plan.id}/${keyId}/${today}`, { used, granted: granted + more });
    }
    const day = [countOn(today)?.used ?? 0, plan.quota ? remainingOn(plan.quota, today, countOn) : 0];
    return { usagePlanId: plan.id, startDate: today, endDate: today, values: { [keyId]: [day] } };
  },
});
