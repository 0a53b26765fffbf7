/** The usage plans that cover a stage, and how much of their quotas the keys have used. Reads only. */
import { listUsagePlans } from '../../../aws/api-gateway/usage-plans.ts';
import { exhaustedKeys } from '../../../aws/keys/used-keys.ts';
import { observedPlan } from '../../../aws/kinds/usage-plan/usage-plan-settings.ts';
import type { Clients } from '../../../aws/sdk/clients.ts';
import type { StageConfig } from '../../../config/config.ts';
import type { LivePlan, SpentKey, Throttle } from '../../../explain/evidence.ts';
import { usagePlanName } from '../../../naming/names.ts';

type Gateway = Awaited<ReturnType<Clients['apiGateway']>>;

export async function livePlans(client: Gateway, config: StageConfig, api: string): Promise<LivePlan[]> {
  const named = new Map(Object.keys(config.usagePlans).map((plan) => [usagePlanName(config, plan), plan]));
  const all = await listUsagePlans(client);
  return all.flatMap((plan) => {
    const { stages, throttle, quota, operations } = observedPlan(plan);
    if (!stages.includes(`${api}:${config.stage}`)) return [];
    return [
      {
        id: plan.id ?? '',
        name: named.get(plan.name ?? '') ?? plan.name ?? plan.id ?? '',
        ...(throttle && { throttle: limitOf(throttle) }),
        ...(quota?.limit !== undefined && { quota: { limit: quota.limit, period: quota.period ?? 'DAY' } }),
        operations: Object.fromEntries(Object.entries(operations).map(([name, limit]) => [name, limitOf(limit)])),
      },
    ];
  });
}

/**
 * `now` is in milliseconds since the epoch. `names` returns the names of keys by ID, and is called only if they are
 * needed.
 */
export async function spentKeys(
  client: Gateway,
  plans: readonly LivePlan[],
  now: number,
  names: () => Promise<ReadonlyMap<string, string>>,
): Promise<SpentKey[]> {
  const limited = plans.filter(({ quota }) => quota);
  const spent = await Promise.all(
    limited.map(async ({ id, name }) => (await exhaustedKeys(client, id, now)).map((key) => ({ key, plan: name }))),
  );
  if (spent.flat().length === 0) return [];
  const nameOf = await names();
  return spent.flat().map(({ key, plan }) => ({ key: nameOf.get(key) ?? key, plan }));
}

const limitOf = ({ rate = Infinity, burst = Infinity }: Partial<Throttle>): Throttle => ({ rate, burst });
