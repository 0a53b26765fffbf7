/**
 * Kind `rest-api`: the API itself. Its definition belongs to the release. API Gateway lets many APIs share a name and
 * accepts no client token at creation, so the ownership tags identify an API. It has them from the call that creates
 * it.
 */
import {
  type APIGatewayClient,
  CreateRestApiCommand,
  DeleteRestApiCommand,
  GetRestApiCommand,
  GetStageCommand,
  type RestApi,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateRestApiCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import type { Kind, KindContext, Observed, Resource } from '../../../engine/resource.ts';
import { apiGatewayArn } from '../../../naming/arns.ts';
import type { Tags } from '../../../naming/tags.ts';
import { DOMAIN_TAG, EXPIRES_TAG, SEEDED_TAG, STAGE_TAG, SWITCHING_TAG } from '../../../naming/tags.ts';
import { replaceOperation } from '../../api-gateway/patch-path.ts';
import { listRestApis } from '../../api-gateway/rest-apis.ts';
import { changeOwn, inApiGateway, requestTagsMatch, resourceHasAppTag } from '../../arns/own-arns.ts';
import { comparableTags, owns, tagChanges } from '../../ownership/ownership.ts';
import { expiryIn, expiryTag } from '../../ownership/preview-tags.ts';
import { awsTime } from '../../sdk/aws-time.ts';
import { createOnce } from '../../sdk/create-once.ts';
import { isThrottling, undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { retry, waitUntil } from '../../sdk/retry.ts';
import { sendWithoutRetry } from '../../sdk/send-without-retry.ts';
import { allDomains, lastOfDomains } from '../domain-tag.ts';
import { isDuplicate, isStillDuplicate } from '../duplicate.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { endpointIn, endpointPatches, newEndpoint } from './endpoint.ts';
import { byAge, chooseApi, type DuplicateApi } from './rest-api-duplicates.ts';
import type { RestApiProperties, RestApiShape } from './shape.ts';

/**
 * Milliseconds. AWS allows DeleteRestApi once in 30 s for each account and region, and other tools may use it, too
 * (docs/pitfalls.md, pitfall 1).
 */
const DELETE_PATIENCE = 600_000;
const DELETE_PAUSE = 30_000;

/** Milliseconds. AWS publishes up to a minute for a change of the endpoint (docs/aws/endpoints.md). */
const ENDPOINT_PATIENCE = 300_000;

export function restApiKind({ clients, clock, target, listed }: KindDependencies): Kind<RestApiShape> {
  /**
   * Finds the API with our tags, or else the one to take over, or one with our name. Returns `undefined` if there is
   * none.
   */
  async function find(
    resource: Resource<RestApiShape>,
    context: KindContext,
  ): Promise<Observed<RestApiShape> | undefined> {
    const client = await clients.apiGateway();
    const { tags, adopts } = resource.properties;
    const all = await listRestApis(client);
    if (listed) listed.restApis = all;
    const ours = all.filter((api) => owns(tags, api.tags ?? {}));
    const untagged = ({ id, name }: RestApi) => (adopts === undefined ? name === resource.name : id === adopts);
    const [first = all.filter(untagged).sort(byAge)[0], ...more] = ours;
    if (!first || more.length === 0) return first && describe(resource, first);
    const choice = await chooseApi(client, ours, tags);
    if (!choice) return undefined;
    const { chosen, duplicates } = choice;
    const others = duplicates.map(({ api }) => api.id).join(', ');
    if (others) context.note(`Several APIs carry the tags of this stage; using ${chosen.id}, not ${others}`);
    return { ...describe(resource, chosen), duplicates: duplicates.map((other) => describeDuplicate(resource, other)) };
  }

  function describe(resource: Resource<RestApiShape>, api: RestApi): Observed<RestApiShape> {
    const { tags, expires, seeds } = resource.properties;
    const expiresAt = expiryIn(api.tags);
    const owned = owns(tags, api.tags ?? {});
    return {
      attributes: {
        id: api.id,
        arn: apiGatewayArn(target, `/restapis/${api.id}`),
        name: api.name,
        ...privacy(api.endpointConfiguration?.types?.[0]),
        ...(api.policy !== undefined && !owned && { hasPolicy: true as const }),
        ...(expiresAt !== undefined && { expiresAt }),
        ...(api.tags?.[SEEDED_TAG] !== undefined && { seeded: true }),
        ...(api.tags?.[DOMAIN_TAG] !== undefined && { domains: api.tags[DOMAIN_TAG] }),
      },
      properties: {
        name: api.name,
        ...endpointIn(api.endpointConfiguration, resource.properties),
        ...(isTurnedOff(api, resource.properties) && { executeApi: false as const }),
        ...ofPreview(api.tags ?? {}, { expires, seeds }),
        ...(api.tags?.[DOMAIN_TAG] !== undefined && { domains: api.tags[DOMAIN_TAG] }),
      },
      owned,
      ...(api.apiStatus && { state: api.apiStatus }),
    };
  }

  function describeDuplicate(resource: Resource<RestApiShape>, { api, inUse }: DuplicateApi): Observed<RestApiShape> {
    return { ...describe(resource, api), ...(inUse !== undefined && { inUse }) };
  }

  async function create(
    client: APIGatewayClient,
    resource: Resource<RestApiShape>,
    context: KindContext,
  ): Promise<Observed<RestApiShape>> {
    const { tags, expires, domains, executeApi } = resource.properties;
    const command = new CreateRestApiCommand({
      name: resource.name,
      endpointConfiguration: newEndpoint(resource.properties),
      ...(executeApi === false && { disableExecuteApiEndpoint: true }),
      tags: {
        ...tags,
        ...(domains !== undefined && { [DOMAIN_TAG]: domains }),
        ...(expires !== undefined && expiryTag(expires, awsTime({ clients, clock }))),
      },
    });
    return await createOnce(command, {
      send: async () => describe(resource, await client.send(command)),
      find: async () => {
        const found = await find(resource, context);
        return found?.owned ? found : undefined;
      },
      clock,
      signal: context.signal,
    });
  }

  async function sync(
    client: APIGatewayClient,
    resource: Resource<RestApiShape>,
    observed: Observed<RestApiShape>,
    context: KindContext,
  ): Promise<Observed<RestApiShape>> {
    const desired = resource.properties;
    const { id, arn } = observed.attributes;
    const had = observed.properties;
    const { expiresAt: expired, isPrivate: _, ...stays } = observed.attributes;
    const { set: ofStage, remove } = tagChanges(desired.tags, had.tags);
    const { expires } = desired;
    const begins = expires !== undefined && had.expires === undefined;
    const expiry = begins ? expiryTag(expires, awsTime({ clients, clock })) : {};
    const expiresAt = expires === undefined ? undefined : (expiryIn(expiry) ?? expired);
    const domains = allDomains(had.domains, desired.domains);
    const named: Tags = domains === undefined || domains === had.domains ? {} : { [DOMAIN_TAG]: domains };
    const switches = had.executeApi !== desired.executeApi;
    const set = { ...ofStage, ...expiry, ...named, ...(switches && { [SWITCHING_TAG]: 'true' }) };
    // The tags come first: whoever deploys may change only what has them (`changeOwn`).
    if (Object.keys(set).length > 0) await client.send(new TagResourceCommand({ resourceArn: arn, tags: set }));
    if (remove.length > 0) await client.send(new UntagResourceCommand({ resourceArn: arn, tagKeys: remove }));
    if (had.name !== resource.name) {
      const patchOperations = [replaceOperation('/name', resource.name)];
      await client.send(new UpdateRestApiCommand({ restApiId: id, patchOperations }));
    }
    if (switches) {
      await switchExecuteApi(client, String(id), desired);
      await client.send(new UntagResourceCommand({ resourceArn: arn, tagKeys: [SWITCHING_TAG] }));
    }
    const patches = endpointPatches(had, desired);
    if (patches.length > 0) await changed(client, String(id), observed.state, context);
    for (const patchOperations of patches) {
      const { apiStatus } = await client.send(new UpdateRestApiCommand({ restApiId: id, patchOperations }));
      await changed(client, String(id), apiStatus, context);
    }
    return {
      ...observed,
      attributes: {
        ...stays,
        name: resource.name,
        ...privacy(desired.endpointType),
        ...(expiresAt !== undefined && { expiresAt }),
        ...(domains !== undefined && { domains }),
      },
      properties: { ...desiredFields(resource), ...(domains !== undefined && { domains }) },
      owned: true,
    };
  }

  /**
   * The change takes effect for a stage when the stage is changed (docs/aws/custom-domains.md). A deploy that has
   * nothing else to change would leave the stage as it is, so its description is written once more. The API has
   * `SWITCHING_TAG` meanwhile, so that the next run after an interrupted one does both again.
   */
  async function switchExecuteApi(
    client: APIGatewayClient,
    restApiId: string,
    { executeApi, tags }: Pick<RestApiProperties, 'executeApi' | 'tags'>,
  ): Promise<void> {
    const off = replaceOperation('/disableExecuteApiEndpoint', executeApi === false);
    await client.send(new UpdateRestApiCommand({ restApiId, patchOperations: [off] }));
    const stageName = tags[STAGE_TAG];
    const stage = await undefinedIfNotFound(client.send(new GetStageCommand({ restApiId, stageName })));
    if (!stage) return;
    const patchOperations = [replaceOperation('/description', stage.description ?? '')];
    await client.send(new UpdateStageCommand({ restApiId, stageName, patchOperations }));
  }

  /** API Gateway accepts no other change of the endpoint before this one is complete. */
  async function changed(
    client: APIGatewayClient,
    id: string,
    status: string | undefined,
    { note, signal }: KindContext,
  ): Promise<void> {
    if (status !== 'UPDATING') return;
    note('waiting for API Gateway to change the endpoint');
    const patience = {
      what: `change the endpoint of API ${id}`,
      within: ENDPOINT_PATIENCE,
      hint: 'Run the same command again: it continues from here.',
      clock,
      signal,
    };
    await waitUntil(patience, async () => {
      const { apiStatus } = await client.send(new GetRestApiCommand({ restApiId: id }));
      return apiStatus === 'UPDATING' ? undefined : true;
    });
  }

  return {
    kind: 'rest-api',
    rights: [
      { actions: ['apigateway:GET'], on: inApiGateway('/restapis', '/domainnames', '/domainnames/*') },
      { actions: ['apigateway:GET'], on: inApiGateway('/restapis/*'), when: resourceHasAppTag },
      { actions: ['apigateway:POST'], on: inApiGateway('/restapis'), when: requestTagsMatch },
      changeOwn('/restapis/*'),
      { actions: ['apigateway:PUT', 'apigateway:DELETE'], on: inApiGateway('/tags/*') },
    ],
    read: find,
    diff(desired, observed) {
      const { domains: wanted } = desired.properties;
      const changes = diffFields(desiredFields(desired), observed.properties);
      return changes.map(lastOfDomains(observed.properties.domains, wanted));
    },
    async apply(resource, observed, context) {
      const client = await clients.apiGateway();
      return observed ? await sync(client, resource, observed, context) : await create(client, resource, context);
    },
    retire: {
      due: ({ properties }, applied) => properties.domains !== applied.properties.domains,
      async begin({ properties: { domains } }, { attributes: { arn: resourceArn } }) {
        const client = await clients.apiGateway();
        if (domains === undefined) {
          await client.send(new UntagResourceCommand({ resourceArn, tagKeys: [DOMAIN_TAG] }));
        } else await client.send(new TagResourceCommand({ resourceArn, tags: { [DOMAIN_TAG]: domains } }));
      },
    },
    async remove(resource, observed, context) {
      if (isDuplicate(resource)) {
        const now = await find(resource, context);
        if (!isStillDuplicate(resource, observed, now)) return;
      }
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
    // The SDK's own retries come too early and tell the user nothing.
    await undefinedIfNotFound(
      retry(patience, () => sendWithoutRetry(command, isThrottling, () => client.send(command))),
    );
  }
}

/** A switch that was interrupted counts as one that did not begin: the stage may not have it yet. */
const isTurnedOff = (
  { disableExecuteApiEndpoint, tags }: RestApi,
  { executeApi }: Partial<RestApiProperties>,
): boolean => (tags?.[SWITCHING_TAG] === undefined ? disableExecuteApiEndpoint === true : executeApi !== false);

const privacy = (endpointType: string | undefined): { isPrivate?: true } =>
  endpointType === 'PRIVATE' ? { isPrivate: true } : {};

type OfPreview = Pick<RestApiProperties, 'expires' | 'seeds'>;

/**
 * The tags that a deploy writes while it runs are not a difference by themselves: the expiry, which changes with every
 * deploy, and the mark that the tables have their seed items. It is a difference if the expiry is missing, or if a
 * stage has one of these tags without the setting.
 */
function ofPreview(tags: Tags, { expires, seeds }: Partial<OfPreview>): OfPreview & Pick<RestApiProperties, 'tags'> {
  const {
    [EXPIRES_TAG]: expiresAt,
    [SEEDED_TAG]: seeded,
    [DOMAIN_TAG]: _,
    [SWITCHING_TAG]: __,
    ...rest
  } = comparableTags(tags);
  const surplus = {
    ...(expires === undefined && expiresAt !== undefined && { [EXPIRES_TAG]: expiresAt }),
    ...(!seeds && seeded !== undefined && { [SEEDED_TAG]: seeded }),
  };
  return {
    tags: { ...rest, ...surplus },
    ...(expires !== undefined && expiryIn(tags) !== undefined && { expires }),
    ...(seeds && { seeds }),
  };
}

/** The name is compared, because an API that somebody renamed by hand is still ours. */
function desiredFields({ name, properties: { adopts: _, ...wanted } }: Resource<RestApiShape>): RestApiShape['found'] {
  return { name, ...wanted };
}
