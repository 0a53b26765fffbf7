/**
 * Kind `usage-plan`. AWS allows one change of a plan in 20 s for each account, so the creation includes everything, and
 * each change is one call. The keys in a plan belong to the clients and are never touched.
 */
import {
  type APIGatewayClient,
  CreateUsagePlanCommand,
  DeleteUsagePlanCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateUsagePlanCommand,
  type UsagePlan,
} from '@aws-sdk/client-api-gateway';
import type { Kind, KindContext, Observed, Ref, ResolvedResource, Resource } from '../../../engine/resource.ts';
import { apiGatewayArn } from '../../../naming/arns.ts';
import { removeOperation, replaceOperation } from '../../api-gateway/patch-path.ts';
import { keysOf, listUsagePlans } from '../../api-gateway/usage-plans.ts';
import { changeOwn, inApiGateway, requestTagsMatch, resourceHasAppTag } from '../../arns/own-arns.ts';
import { comparableTags, owns, tagChanges } from '../../ownership/ownership.ts';
import { createOnce } from '../../sdk/create-once.ts';
import { isAwsError } from '../../sdk/errors/sdk-error.ts';
import { isDuplicate, isStillDuplicate } from '../duplicate.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { sharedRead } from '../shared-read.ts';
import type { UsagePlanProperties, UsagePlanShape } from './shape.ts';
import { choosePlan } from './usage-plan-duplicates.ts';
import { methodThrottles, observedPlan, planPatch } from './usage-plan-settings.ts';

/** The listing has no parameters, so it has a single key. */
const ALL = 'all';

export function usagePlanKind({ clients, clock, target, listed }: KindDependencies): Kind<UsagePlanShape> {
  const plans = sharedRead(clock, async () => {
    const all = await listUsagePlans(await clients.apiGateway());
    if (listed) listed.usagePlans = all.length;
    return all;
  });

  /**
   * Plans may share a name. Ours are those with our tags, or else the one to take over, or the first one with our name.
   */
  async function find(resource: Resource<UsagePlanShape>): Promise<Observed<UsagePlanShape> | undefined> {
    const { api, stage, adopts, tags } = resource.properties;
    const all = await plans.get(ALL);
    const named = all.filter(({ name }) => name === resource.name).sort(byId);
    const ours = named.filter((plan) => owns(tags, plan.tags ?? {}));
    const untagged = adopts === undefined ? named[0] : all.find(({ id }) => id === adopts);
    const [first = untagged, ...more] = ours;
    if (!first || more.length === 0) return first && describe(resource, first);
    const client = await clients.apiGateway();
    const covered = typeof api === 'string' && typeof stage === 'string' ? `${api}:${stage}` : undefined;
    const { chosen, duplicates } = await choosePlan(ours, covered, (id) => keysOf(client, id));
    return {
      ...describe(resource, chosen),
      duplicates: duplicates.map(({ plan, inUse }) => ({
        ...describe(resource, plan),
        // If the plan is no longer wanted, no duplicate of it is, either.
        ...(inUse !== undefined && api !== undefined && { inUse }),
      })),
    };
  }

  const arnOf = (id: string | undefined) => apiGatewayArn(target, `/usageplans/${id}`);

  function describe(resource: Resource<UsagePlanShape>, plan: UsagePlan): Observed<UsagePlanShape> {
    const properties = observedPlan(plan);
    return {
      attributes: { id: plan.id, arn: arnOf(plan.id), name: plan.name },
      properties: { ...properties, tags: comparableTags(properties.tags) },
      owned: owns(resource.properties.tags, properties.tags),
    };
  }

  async function create(
    client: APIGatewayClient,
    resource: ResolvedResource<UsagePlanShape>,
    context: KindContext,
  ): Promise<Observed<UsagePlanShape>> {
    const { api, stage, throttle, quota, operations, tags } = resource.properties;
    const limited = operations && Object.keys(operations).length > 0;
    const command = new CreateUsagePlanCommand({
      name: resource.name,
      apiStages: [{ apiId: api, stage, ...(limited && { throttle: methodThrottles(operations) }) }],
      ...(throttle && { throttle: { rateLimit: throttle.rate, burstLimit: throttle.burst } }),
      ...(quota && { quota }),
      tags,
    });
    return await createOnce(command, {
      send: async () => describe(resource, { tags, ...(await client.send(command)) }),
      async find() {
        plans.forget();
        const found = await find(resource);
        return found?.owned ? found : undefined;
      },
      clock,
      signal: context.signal,
    });
  }

  async function sync(
    client: APIGatewayClient,
    resource: ResolvedResource<UsagePlanShape>,
    observed: Observed<UsagePlanShape>,
  ): Promise<Observed<UsagePlanShape>> {
    const desired = resource.properties;
    const had = observed.properties;
    const { id, arn } = observed.attributes;
    const { set, remove } = tagChanges(desired.tags, had.tags);
    if (Object.keys(set).length > 0) await client.send(new TagResourceCommand({ resourceArn: arn, tags: set }));
    if (remove.length > 0) await client.send(new UntagResourceCommand({ resourceArn: arn, tagKeys: remove }));
    const renamed = had.name === resource.name ? [] : [replaceOperation('/name', resource.name)];
    const patchOperations = [...renamed, ...planPatch(desired, had)];
    if (patchOperations.length > 0) await client.send(new UpdateUsagePlanCommand({ usagePlanId: id, patchOperations }));
    return {
      ...observed,
      properties: {
        ...observed.properties,
        name: resource.name,
        stages: [`${desired.api}:${desired.stage}`],
        ...settingsOf(desired),
      },
      owned: true,
    };
  }

  async function removePlan(client: APIGatewayClient, id: string, stages: readonly string[]): Promise<void> {
    // API Gateway refuses to delete a plan that covers a stage (docs/pitfalls.md, pitfall 18).
    const patchOperations = stages.map((covered) => removeOperation('/apiStages', covered));
    if (patchOperations.length > 0) await client.send(new UpdateUsagePlanCommand({ usagePlanId: id, patchOperations }));
    await client.send(new DeleteUsagePlanCommand({ usagePlanId: id }));
  }

  return {
    kind: 'usage-plan',
    rights: [
      { actions: ['apigateway:GET'], on: inApiGateway('/usageplans') },
      { actions: ['apigateway:GET'], on: inApiGateway('/usageplans/*'), when: resourceHasAppTag },
      { actions: ['apigateway:POST'], on: inApiGateway('/usageplans'), when: requestTagsMatch },
      changeOwn('/usageplans/*'),
      { actions: ['apigateway:PUT', 'apigateway:DELETE'], on: inApiGateway('/tags/*') },
    ],
    async ownedNames(tags) {
      const ours = (await plans.get(ALL)).filter((plan) => owns(tags, plan.tags ?? {}));
      return [...new Set(ours.map(({ name = '' }) => name))];
    },
    async consequence({ attributes }) {
      return lostAccess(await keysOf(await clients.apiGateway(), String(attributes.id)));
    },
    read: find,
    diff(desired, { properties }) {
      const wanted = {
        name: desired.name,
        stages: stagesOf(desired.properties),
        ...settingsOf(desired.properties),
      };
      const { operations, ...rest } = properties;
      return diffFields(wanted, wanted.operations ? { ...rest, operations } : rest);
    },
    async apply(resource, observed, context) {
      const client = await clients.apiGateway();
      try {
        return observed ? await sync(client, resource, observed) : await create(client, resource, context);
      } finally {
        plans.forget();
      }
    },
    async remove(resource, observed) {
      const { stages } = observed.properties;
      try {
        if (isDuplicate(resource)) {
          plans.forget();
          if (!isStillDuplicate(resource, observed, await find(resource))) return;
        }
        await removePlan(await clients.apiGateway(), String(observed.attributes.id), stages);
      } catch (error) {
        if (!isAwsError(error, 'NotFoundException')) throw error;
      } finally {
        plans.forget();
      }
    },
  };
}

function byId(a: UsagePlan, b: UsagePlan): number {
  return (a.id ?? '').localeCompare(b.id ?? '');
}

const NAMED_KEYS = 5;

/** The keys stay, but they lose access: a key is in at most one plan of a stage. */
function lostAccess(keys: readonly string[]): string | undefined {
  if (keys.length === 0) return undefined;
  const [count, verb] = keys.length === 1 ? ['1 API key', 'loses'] : [`${keys.length} API keys`, 'lose'];
  const more = keys.length > NAMED_KEYS ? '…' : '';
  return `${count} ${verb} access: ${keys.slice(0, NAMED_KEYS).join(', ')}${more}`;
}

/** The settings of the desired plan in the form of an observed one, without the stages. */
function settingsOf({ throttle, quota, operations, tags }: UsagePlanProperties) {
  return { throttle, quota, ...(operations && { operations }), tags };
}

/** The API and the stage may still be references. */
function stagesOf({ api, stage }: UsagePlanProperties): string[] | Ref {
  const unknown = [api, stage].find((part) => typeof part !== 'string');
  return unknown ?? [`${api}:${stage}`];
}
