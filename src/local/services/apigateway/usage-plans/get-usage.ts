/** GetUsage: what each key of a plan used, day by day, and what remained of its quota. */
import { operation } from '../../../operation.ts';
import { badRequest } from '../errors.ts';
import { type Members, requiredText, text } from '../members.ts';
import type { UsagePlan } from '../model.ts';
import { page } from '../paging.ts';
import { DAY_MS, periodStart } from '../quota-period.ts';
import { ownedBy, requireUsagePlan, usageCounts, usagePlanKeys } from '../state.ts';

const MAX_DAYS = 90;

type Day = [used: number, remaining: number];

export const getUsage = operation({
  name: 'GetUsage',
  http: 'GET /usageplans/{usagePlanId}/usage',
  run(input: Members, context) {
    const plan = requireUsagePlan(context, requiredText(input, 'usagePlanId'));
    const startDate = requiredText(input, 'startDate');
    const endDate = requiredText(input, 'endDate');
    const days = daysBetween(startDate, endDate);
    const keyId = text(input, 'keyId');
    const usedOn = (key: string, day: string) => usageCounts(context).get(`${plan.id}/${key}/${day}`)?.used ?? 0;
    const keys = ownedBy(usagePlanKeys(context), plan.id)
      .map((member) => member.keyId)
      .filter((key) => keyId === undefined || key === keyId);
    const { item, ...position } = page(keys, (key) => key, input);
    const values = item.map((key) => [key, days.map((day) => dayOf(plan, day, (on) => usedOn(key, on)))]);
    return { usagePlanId: plan.id, startDate, endDate, ...position, values: Object.fromEntries(values) };
  },
});

/** Without a quota nothing can remain: 0. */
function dayOf({ quota }: UsagePlan, day: string, usedOn: (day: string) => number): Day {
  if (!quota) return [usedOn(day), 0];
  const period = daysBetween(dateOf(periodStart(quota, timeOf(day))), day);
  const used = period.reduce((sum, on) => sum + usedOn(on), 0);
  return [usedOn(day), Math.max(0, quota.limit - used)];
}

function daysBetween(startDate: string, endDate: string): string[] {
  const start = timeOf(startDate);
  const end = timeOf(endDate);
  if (end < start) throw badRequest('Usage start date must not be after the end date');
  const count = (end - start) / DAY_MS + 1;
  if (count > MAX_DAYS) throw badRequest(`Usage can be queried for at most ${MAX_DAYS} days`);
  return Array.from({ length: count }, (_, index) => dateOf(start + index * DAY_MS));
}

const dateOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

function timeOf(date: string): number {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time)) throw badRequest('Invalid date specified. Dates must have the format YYYY-MM-DD');
  return time;
}
