/** The plan of each key, for a listing of many keys. Reads only. */
import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { StageKey } from './stage-key.ts';
import { membersOf, type StagePlan } from './stage-plans.ts';

/** The most calls for this. Each returns 500 keys. */
const CALLS = 3;

/**
 * Returns the plan's name by key ID. AWS's members count. If there are more keys than these calls return, the tag
 * counts that apikit set when it added the key to the plan.
 */
export async function plansOfKeys(
  client: APIGatewayClient,
  keys: readonly StageKey[],
  plans: readonly StagePlan[],
): Promise<ReadonlyMap<string, string>> {
  const members = await membersOf(client, plans, CALLS);
  if (members.complete) return members.of;
  const there = new Set(plans.map(({ name }) => name));
  const marked = keys.flatMap(({ id, plan }): [string, string][] =>
    plan !== undefined && there.has(plan) ? [[id, plan]] : [],
  );
  return new Map([...marked, ...members.of]);
}
