/** CreateUsagePlanKey, GetUsagePlanKey, GetUsagePlanKeys, DeleteUsagePlanKey: the keys of a plan. */
import { type OperationContext, operation } from '../../../cloud/operation.ts';
import type { ApiKey, UsagePlan } from '../../../state/apis/model.ts';
import { badRequest, conflict, notFound } from '../errors.ts';
import { compact, type Members, requiredText, text } from '../members.ts';
import { page } from '../paging.ts';
import { apiKeys, ownedBy, requireApiKey, requireUsagePlan, usagePlanKeys, usagePlans } from '../state.ts';

const view = (key: ApiKey) => compact({ id: key.id, type: 'API_KEY', value: key.value, name: key.name });

export const createUsagePlanKey = operation({
  name: 'CreateUsagePlanKey',
  http: 'POST /usageplans/{usagePlanId}/keys',
  status: 201,
  run(input: Members, context) {
    const plan = requireUsagePlan(context, requiredText(input, 'usagePlanId'));
    if (requiredText(input, 'keyType') !== 'API_KEY') throw badRequest('Invalid key type specified. Must be API_KEY');
    const key = requireApiKey(context, requiredText(input, 'keyId'));
    refuseSecondPlan(context, plan, key);
    usagePlanKeys(context).put(`${plan.id}/${key.id}`, { planId: plan.id, keyId: key.id });
    context.cloud.transitions.begin(context, 'usagePlanKey', `${plan.id}/${key.id}`);
    return view(key);
  },
});

/** A key can be in several plans, but only in one plan of each stage (docs/aws/usage-plans.md). */
function refuseSecondPlan(context: OperationContext, plan: UsagePlan, key: ApiKey): void {
  if (usagePlanKeys(context).has(`${plan.id}/${key.id}`)) {
    throw conflict(`API Key ${key.id} is already associated with Usage Plan ${plan.id}`);
  }
  const shared = sharedStage(context, plan, key);
  if (shared !== undefined) throw conflict(shared);
}

/** Returns AWS's message if a key is in another plan for a stage of this plan. */
export function sharedStage(context: OperationContext, plan: UsagePlan, key: ApiKey): string | undefined {
  const nameOf = (entry: { apiId: string; stage: string }) => `${entry.apiId}:${entry.stage}`;
  const others = usagePlans(context)
    .values()
    .filter(({ id }) => usagePlanKeys(context).has(`${id}/${key.id}`));
  const taken = new Set(others.flatMap(({ apiStages = [] }) => apiStages.map(nameOf)));
  const shared = (plan.apiStages ?? []).map(nameOf).find((name) => taken.has(name));
  return (
    shared &&
    `Usage Plan ${plan.id} cannot be added because API Key ${key.id} cannot reference multiple Usage Plans with the same API stage: ${shared}`
  );
}

export const getUsagePlanKey = operation({
  name: 'GetUsagePlanKey',
  http: 'GET /usageplans/{usagePlanId}/keys/{keyId}',
  run: (input: Members, context) => view(requireMember(context, input)),
});

export const getUsagePlanKeys = operation({
  name: 'GetUsagePlanKeys',
  http: 'GET /usageplans/{usagePlanId}/keys',
  run(input: Members, context) {
    // An unknown plan has no keys, which is not an error; the newest key is the first [recorded].
    const members = ownedBy(usagePlanKeys(context), requiredText(input, 'usagePlanId')).reverse();
    const prefix = text(input, 'nameQuery') ?? '';
    const keys = members
      .flatMap(({ keyId }) => apiKeys(context).get(keyId) ?? [])
      .filter((key) => (key.name ?? '').startsWith(prefix));
    const { item, ...position } = page(keys, (key) => key.id, input);
    return { item: item.map(view), ...position };
  },
});

export const deleteUsagePlanKey = operation({
  name: 'DeleteUsagePlanKey',
  http: 'DELETE /usageplans/{usagePlanId}/keys/{keyId}',
  status: 202,
  run(input: Members, context) {
    const key = requireMember(context, input);
    usagePlanKeys(context).delete(`${requiredText(input, 'usagePlanId')}/${key.id}`);
  },
});

function requireMember(context: OperationContext, input: Members): ApiKey {
  const plan = requireUsagePlan(context, requiredText(input, 'usagePlanId'));
  const keyId = requiredText(input, 'keyId');
  const key = apiKeys(context).get(keyId);
  if (!key || !usagePlanKeys(context).has(`${plan.id}/${keyId}`))
    throw notFound('Invalid Usage Plan Key identifier specified');
  return key;
}
