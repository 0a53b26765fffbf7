/**
 * The limits that can reject requests to a stage (its plans, operations and the stage itself, as configured), and the
 * plan of each key.
 */
import type { Target } from '../../../context.ts';
import type { Limits, PlanLimits, Rate } from '../../../logs/refusals.ts';
import { stageTags } from '../../../naming/tags.ts';

export interface RefusingLimits {
  readonly limits: Limits;
  /** The names of keys by ID. */
  readonly keyNames: ReadonlyMap<string, string>;
}

/** The keys and plans are listed only if requests of a key were rejected. */
export async function refusingLimits(target: Target, withKeys: boolean): Promise<RefusingLimits> {
  const { config, project, facts } = target;
  const [{ loadContract }, { accountThrottle }] = await Promise.all([
    import('../../../contract/load-contract.ts'),
    import('../../../aws/quotas/account-throttle.ts'),
  ]);
  const { operations } = await loadContract(config.contract, project.root);
  const routes = new Map(operations.map(({ operationId, method, path }) => [operationId, `${method} ${path}`]));
  const plans = Object.entries(config.usagePlans).map(([name, { rate, burst, quota, operations: own = {} }]) => {
    const ofOperations = Object.entries(own).map(([operation, limit]) => [routes.get(operation) ?? operation, limit]);
    const plan: PlanLimits = {
      ...(rate !== undefined && burst !== undefined && { throttle: { rate, burst } }),
      ...(quota && { quota }),
      operations: Object.fromEntries(ofOperations) as Record<string, Rate>,
    };
    return [name, plan] as const;
  });
  const throttled = operations.flatMap(({ method, path, settings }) =>
    settings.throttle ? [[`${method} ${path}`, settings.throttle] as const] : [],
  );
  const keys = withKeys ? await keysAndPlans(target) : { planOf: new Map(), keyNames: new Map() };
  return {
    limits: {
      planOf: keys.planOf,
      plans: Object.fromEntries(plans),
      operations: Object.fromEntries(throttled),
      stage: config.throttle,
      account: accountThrottle(facts.region),
    },
    keyNames: keys.keyNames,
  };
}

async function keysAndPlans({ clients, config }: Target) {
  const [{ stageKeys }, { stagePlans }, { plansOfKeys }] = await Promise.all([
    import('../../../aws/keys/stage-keys.ts'),
    import('../../../aws/keys/stage-plans.ts'),
    import('../../../aws/keys/key-plans.ts'),
  ]);
  const client = await clients.apiGateway();
  const tags = stageTags(config);
  const [keys, plans] = await Promise.all([stageKeys(client, tags), stagePlans(client, tags)]);
  const planOf = await plansOfKeys(client, keys, plans);
  return { planOf, keyNames: new Map(keys.map(({ id, name }) => [id, name])) };
}
