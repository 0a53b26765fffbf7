/** The IDs of a plan's keys, selected by their use. Reads only. */
import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { type DayRange, lastDays } from './days-of-use.ts';
import { usageOf } from './key-usage.ts';

/** The keys that sent a request on these days. */
export async function usedKeys(client: APIGatewayClient, usagePlanId: string, range: DayRange): Promise<Set<string>> {
  const used = new Set<string>();
  for await (const { id, days } of usageOf(client, usagePlanId, range))
    if (days.some((day) => day.used > 0)) used.add(id);
  return used;
}

/** The keys that have used all of the plan's quota. `now` is in milliseconds since the epoch. */
export async function exhaustedKeys(client: APIGatewayClient, usagePlanId: string, now: number): Promise<string[]> {
  const spent: string[] = [];
  for await (const { id, days } of usageOf(client, usagePlanId, lastDays(1, now))) {
    const today = days.at(-1);
    if (today && today.used > 0 && today.left <= 0) spent.push(id);
  }
  return spent;
}
