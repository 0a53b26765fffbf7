/** GetUsage: the daily usage of each key in a plan, and the remaining quota. */
import { operation } from '../../../cloud/operation.ts';
import type { UsageCount, UsagePlan } from '../../../state/apis/model.ts';
import { DAY_MS } from '../../../state/apis/quota-period.ts';
import { badRequest } from '../errors.ts';
import { type Members, requiredText, text } from '../members.ts';
import { page } from '../paging.ts';
import { ownedBy, requireUsagePlan, usageCounts, usagePlanKeys } from '../state.ts';
import { daysBetween, remainingOn, timeOf } from './usage-days.ts';

const MAX_DAYS = 90;

type Day = [used: number, remaining: number];

export const getUsage = operation({
  name: 'GetUsage',
  http: 'GET /usageplans/{usagePlanId}/usage',
  run(input: Members, context) {
    const plan = requireUsagePlan(context, requiredText(input, 'usagePlanId'));
    const startDate = requiredText(input, 'startDate');
    const endDate = requiredText(input, 'endDate');
    const days = askedDays(startDate, endDate);
    const keyId = text(input, 'keyId');
    const countOn = (key: string, day: string) => usageCounts(context).get(`${plan.id}/${key}/${day}`);
    const keys = ownedBy(usagePlanKeys(context), plan.id)
      .map((member) => member.keyId)
      .filter((key) => keyId === undefined || key === keyId);
    const { item, ...position } = page(keys, (key) => key, input);
    const values = item.map((key) => [key, days.map((day) => dayOf(plan, day, (on) => countOn(key, on)))]);
    return { usagePlanId: plan.id, startDate, endDate, ...position, values: Object.fromEntries(values) };
  },
});

/** Without a quota the remaining number is 0. */
function dayOf({ quota }: UsagePlan, day: string, countOn: (day: string) => UsageCount | undefined): Day {
  const remaining = quota ? Math.max(0, remainingOn(quota, day, countOn)) : 0;
  return [countOn(day)?.used ?? 0, remaining];
}

function askedDays(startDate: string, endDate: string): string[] {
  const length = (timeOf(endDate) - timeOf(startDate)) / DAY_MS + 1;
  if (length < 1) throw badRequest('Usage start date must not be after the end date');
  if (length > MAX_DAYS) throw badRequest(`Usage can be queried for at most ${MAX_DAYS} days`);
  return daysBetween(startDate, endDate);
}
