/** The usage plans of a stage, and the plan of each key. Reads only. */
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
 * Returns the ID of our usage plan with this name; of several, the one that a deploy keeps. Throws `PlanNotFound`.
 * `listed` has all plans, if they are already known.
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
    hint: `Deploy the stage first: the deploy creates the plans that apikit.yaml declares under usagePlans. Run: apikit deploy --stage ${tags[STAGE_TAG]}`,
  });
}

export interface StagePlan {
  readonly id: string;
  /** The name in apikit.yaml. */
  readonly name: string;
  readonly plan: UsagePlan;
}

/** Returns the stage's plans, sorted by name. */
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

/** The IDs of all plans that a key is in, including those of other stages. One call. */
export async function planIdsOf(client: APIGatewayClient, keyId: string): Promise<string[]> {
  const plans = await allPages((page) => client.send(new GetUsagePlansCommand({ ...page, keyId })));
  return plans.map(({ id = '' }) => id);
}

/** The plans among `plans` that a key is in. One call. */
export async function plansOfKey(
  client: APIGatewayClient,
  keyId: string,
  plans: readonly StagePlan[],
): Promise<StagePlan[]> {
  const ids = await planIdsOf(client, keyId);
  return plans.filter(({ id }) => ids.includes(id));
}

export interface Members {
  /** The plan's name by key ID. */
  readonly of: ReadonlyMap<string, string>;
  /** Whether all plans were read to their end. */
  readonly complete: boolean;
}

/**
 * The plan of each key in the stage, from AWS's listing of members: one call for each 500 members, and at most `calls`.
 * Never returns values.
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
