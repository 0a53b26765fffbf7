/** The usage plans of a stage, and which plan each key is in. Reads only. */
import {
  type APIGatewayClient,
  GetUsagePlanKeysCommand,
  GetUsagePlansCommand,
  type UsagePlan,
} from '@aws-sdk/client-api-gateway';
import { ApikitError } from '../../errors.ts';
import { usagePlanName } from '../../naming/names.ts';
import type { Tags } from '../../naming/tags.ts';
import { identityIn, STAGE_TAG } from '../../naming/tags.ts';
import { allPages } from '../api-gateway/all-pages.ts';
import { keysOf, listUsagePlans } from '../api-gateway/usage-plans.ts';
import { choosePlan } from '../kinds/usage-plan/usage-plan-duplicates.ts';
import { owns } from '../ownership/ownership.ts';

/**
 * Id of the usage plan of this name that is ours; of several, the one that a deploy keeps. Throws `PlanNotFound`. `listed`: all plans, where
 * they are known already.
 */
export async function findPlan(
  client: APIGatewayClient,
  name: string,
  tags: Tags,
  listed?: readonly UsagePlan[],
): Promise<string> {
  const all = listed ?? (await listUsagePlans(client));
  const ours = all.filter((found) => found.name === name && owns(tags, found.tags ?? {}));
  const plan = ours.length > 1 ? (await choosePlan(ours, undefined, (id) => keysOf(client, id))).chosen : ours[0];
  if (plan?.id) return plan.id;
  throw new ApikitError('PlanNotFound', `There is no usage plan "${name}" in this account and region.`, {
    hint: `Deploy the stage first: it makes the plans that apikit.yaml declares under usagePlans. Run: apikit deploy --stage ${tags[STAGE_TAG]}`,
  });
}

export interface StagePlan {
  readonly id: string;
  /** As apikit.yaml calls it. */
  readonly name: string;
  readonly plan: UsagePlan;
}

/** By name. */
export function plansOf(all: readonly UsagePlan[], tags: Tags): StagePlan[] {
  const before = usagePlanName(identityIn(tags), '');
  return all
    .filter((plan) => owns(tags, plan.tags ?? {}))
    .map((plan) => {
      const name = plan.name ?? '';
      return { id: plan.id ?? '', name: name.startsWith(before) ? name.slice(before.length) : name, plan };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

export async function stagePlans(client: APIGatewayClient, tags: Tags): Promise<StagePlan[]> {
  return plansOf(await listUsagePlans(client), tags);
}

/** Ids of all plans that a key is in, those of other stages among them: one call. */
export async function planIdsOf(client: APIGatewayClient, keyId: string): Promise<string[]> {
  const plans = await allPages((page) => client.send(new GetUsagePlansCommand({ ...page, keyId })));
  return plans.map(({ id = '' }) => id);
}

/** Those of `plans` that a key is in: one call. */
export async function plansOfKey(
  client: APIGatewayClient,
  keyId: string,
  plans: readonly StagePlan[],
): Promise<StagePlan[]> {
  const ids = await planIdsOf(client, keyId);
  return plans.filter(({ id }) => ids.includes(id));
}

export interface Members {
  /** Key's id → the plan's name. */
  readonly of: ReadonlyMap<string, string>;
  /** Whether all plans were read to their ends. */
  readonly complete: boolean;
}

/**
 * Which plan of the stage each key is in, by AWS's own listing of members: a call for each 500 of them, and at most `calls` in
 * all. Never their values.
 */
export async function membersOf(
  client: APIGatewayClient,
  plans: readonly Pick<StagePlan, 'id' | 'name'>[],
  calls = Number.POSITIVE_INFINITY,
): Promise<Members> {
  const of = new Map<string, string>();
  let left = calls;
  for (const { id: usagePlanId, name } of plans) {
    let position: string | undefined;
    do {
      if (left === 0) return { of, complete: false };
      left -= 1;
      const command = new GetUsagePlanKeysCommand({ usagePlanId, limit: 500, ...(position && { position }) });
      const page = await client.send(command);
      for (const { id = '' } of page.items ?? []) of.set(id, name);
      position = page.position;
    } while (position);
  }
  return { of, complete: true };
}
