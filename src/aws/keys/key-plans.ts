/** Which plan of its stage each key is in, for a listing of many. Reads only. */
import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { StageKey } from './stage-key.ts';
import { membersOf, type StagePlan } from './stage-plans.ts';

/** Calls that may be spent on it: each tells of 500 keys. */
const CALLS = 3;

/**
 * Key's id → name of the plan. What AWS says counts; of more keys than these calls tell of, the mark that apikit left when it
 * put the key into the plan.
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
