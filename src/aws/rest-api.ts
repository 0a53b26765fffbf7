/**
 * Kind `rest-api`: the API itself; its definition belongs to the release. API Gateway lets any number of APIs have one
 * name and gives creation no token, so an API is known by its ownership tags, which it has from the call that creates it.
 */
import {
  type APIGatewayClient,
  CreateRestApiCommand,
  DeleteRestApiCommand,
  GetStagesCommand,
  type RestApi,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import type { Kind, KindContext, Observed, Resource } from '../engine/resource.ts';
import type { RestApiProperties } from '../stack/properties.ts';
import { createOnce } from './create-once.ts';
import { diffFields } from './field-diff.ts';
import { sendHoldingBack } from './hold-back.ts';
import { apiGatewayArn } from './invoke-url.ts';
import type { KindDependencies } from './kind-dependencies.ts';
import { comparableTags, owns, tagChanges } from './ownership.ts';
import { replaceOperation } from './patch-path.ts';
import { listRestApis } from './rest-apis.ts';
import { retry } from './retry.ts';
import { isAwsError, isThrottling } from './sdk-error.ts';

/** ms. DeleteRestApi is allowed once in 30 s per account and region, and other tools may be using it (pitfall 1). */
const DELETE_PATIENCE = 600_000;
const DELETE_PAUSE = 30_000;

export function restApiKind({ clients, clock, target }: KindDependencies): Kind {
  /** Ours by its tags, or else what has our name; `undefined`: neither. */
  async function find(resource: Resource, context: KindContext): Promise<RestApi | undefined> {
    const client = await clients.apiGateway();
    const { tags } = propertiesOf(resource);
    const all = await listRestApis(client);
    const ours = all.filter((api) => owns(tags, api.tags ?? {}));
    if (ours.length > 0) return await theOne(client, ours, context);
    return all.filter((api) => api.name === resource.name).sort(byAge)[0];
  }

  function describe(resource: Resource, api: RestApi): Observed {
    const { tags } = propertiesOf(resource);
    return {
      attributes: { id: api.id, arn: apiGatewayArn(target, `/restapis/${api.id}`), name: api.name },
      properties: {
        name: api.name,
        endpointType: api.endpointConfiguration?.types?.[0],
        tags: comparableTags(api.tags ?? {}),
      },
      owned: owns(tags, api.tags ?? {}),
      ...(api.apiStatus && { state: api.apiStatus }),
    };
  }

  async function create(client: APIGatewayClient, resource: Resource, context: KindContext): Promise<Observed> {
    const { endpointType, tags } = propertiesOf(resource);
    const command = new CreateRestApiCommand({
      name: resource.name,
      endpointConfiguration: { types: [endpointType] },
      tags,
    });
    const api = await createOnce(command, {
      send: () => client.send(command) as Promise<RestApi>,
      find: async () => {
        const found = await find(resource, context);
        return found && owns(tags, found.tags ?? {}) ? found : undefined;
      },
      clock,
      signal: context.signal,
    });
    return describe(resource, api);
  }

  async function sync(client: APIGatewayClient, resource: Resource, observed: Observed): Promise<Observed> {
    const desired = propertiesOf(resource);
    const { id, arn } = observed.attributes as { id: string; arn: string };
    const had = observed.properties as { name?: string; endpointType?: string; tags: Record<string, string> };
    const patchOperations = [
      ...(had.name === resource.name ? [] : [replaceOperation('/name', resource.name)]),
      ...(had.endpointType === desired.endpointType
        ? []
        : [replaceOperation(`/endpointConfiguration/types/${had.endpointType}`, desired.endpointType)]),
    ];
    if (patchOperations.length > 0) await client.send(new UpdateRestApiCommand({ restApiId: id, patchOperations }));
    const { set, remove } = tagChanges(desired.tags, had.tags);
    if (Object.keys(set).length > 0) await client.send(new TagResourceCommand({ resourceArn: arn, tags: set }));
    if (remove.length > 0) await client.send(new UntagResourceCommand({ resourceArn: arn, tagKeys: remove }));
    return {
      ...observed,
      attributes: { ...observed.attributes, name: resource.name },
      properties: desiredFields(resource),
      owned: true,
    };
  }

  return {
    kind: 'rest-api',
    actions: ['apigateway:GET', 'apigateway:POST', 'apigateway:PATCH', 'apigateway:PUT', 'apigateway:DELETE'],
    async read(resource, context) {
      const found = await find(resource, context);
      return found && describe(resource, found);
    },
    diff(desired, observed) {
      return diffFields(desiredFields(desired), observed.properties);
    },
    async apply(resource, observed, context) {
      const client = await clients.apiGateway();
      return observed ? await sync(client, resource, observed) : await create(client, resource, context);
    },
    async remove(resource, observed, context) {
      await removeRestApi(await clients.apiGateway(), String(observed.attributes.id), resource.name, context);
    },
  };

  async function removeRestApi(client: APIGatewayClient, id: string, name: string, context: KindContext) {
    const patience = {
      what: `delete API "${name}"`,
      within: DELETE_PATIENCE,
      firstDelay: DELETE_PAUSE,
      longestDelay: DELETE_PAUSE,
      hint: 'AWS deletes one API in 30 s per account and region. Run the same command again when nothing else is deleting APIs.',
      clock,
      signal: context.signal,
      retryable: isThrottling,
      onRetry: () => context.note('AWS deletes one API in 30 s; waiting for our turn'),
    };
    const command = new DeleteRestApiCommand({ restApiId: id });
    try {
      // The SDK's own retries come too soon and say nothing to the user.
      await retry(patience, () => sendHoldingBack(command, isThrottling, () => client.send(command)));
    } catch (error) {
      if (!isAwsError(error, 'NotFoundException')) throw error;
    }
  }
}

function propertiesOf(resource: Resource): RestApiProperties {
  return resource.properties as unknown as RestApiProperties;
}

/** The name is part of what is compared: an API that was renamed by hand is still ours. */
function desiredFields(resource: Resource): Record<string, unknown> {
  return { name: resource.name, ...resource.properties };
}

/** Of several (a create whose answer was lost), the one that serves; else the oldest. The same on every machine. */
async function theOne(client: APIGatewayClient, ours: RestApi[], context: KindContext): Promise<RestApi | undefined> {
  const [oldest, ...younger] = [...ours].sort(byAge);
  if (!oldest || younger.length === 0) return oldest;
  let chosen = oldest;
  for (const api of [oldest, ...younger]) {
    const { item = [] } = await client.send(new GetStagesCommand({ restApiId: api.id }));
    if (item.length === 0) continue;
    chosen = api;
    break;
  }
  const others = ours.filter((api) => api !== chosen).map(({ id }) => id);
  context.note(`${ours.length} APIs carry the tags of this stage; using ${chosen.id} and leaving ${others.join(', ')}`);
  return chosen;
}

function byAge(a: RestApi, b: RestApi): number {
  const age = (a.createdDate?.getTime() ?? 0) - (b.createdDate?.getTime() ?? 0);
  return age || (a.id ?? '').localeCompare(b.id ?? '');
}
