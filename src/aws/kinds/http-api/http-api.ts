/**
 * Kind `http-api`: an HTTP API without its definition, which belongs to the release. Like REST APIs, many may share a
 * name, so the ownership tags identify an API. It has them from the call that creates it.
 */
import type { Api, ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import type { Kind, KindContext, Observed, ResolvedResource, Resource } from '../../../engine/resource.ts';
import { apiGatewayArn } from '../../../naming/arns.ts';
import type { Tags } from '../../../naming/tags.ts';
import { listHttpApis } from '../../api-gateway/http-apis.ts';
import { changeOwn, inApiGateway, requestTagsMatch, resourceHasAppTag } from '../../arns/own-arns.ts';
import { comparableTags, owns, tagChanges } from '../../ownership/ownership.ts';
import { createOnce } from '../../sdk/create-once.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import type { KindDefinition } from '../definition.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { httpApiSearch } from './search.ts';

export interface HttpApiShape {
  kind: 'http-api';
  properties: { tags: Tags };
  attributes: {
    id: string;
    arn: string;
    name: string;
    /** An HTTP API has no previews that expire, no seeds and no private endpoint. */
    expiresAt?: never;
    seeded?: never;
    isPrivate?: never;
  };
  /** An HTTP API is regional. */
  found: { name: string | undefined; tags: Tags; endpointType?: never; executeApi?: never };
}

export const httpApi: KindDefinition<HttpApiShape> = {
  kind: 'http-api',
  plural: 'HTTP APIs',
  create: httpApiKind,
  former: {},
  search: httpApiSearch,
};

function httpApiKind({ clients, clock, target }: KindDependencies): Kind<HttpApiShape> {
  async function find({ name, properties: { tags } }: Resource<HttpApiShape>) {
    const all = await listHttpApis(await clients.apiGatewayV2());
    const ours = all.filter((api) => owns(tags, api.Tags ?? {})).sort(byAge);
    const [first = all.filter((api) => api.Name === name).sort(byAge)[0], ...more] = ours;
    if (!first) return undefined;
    const inUse = 'clients may use it';
    return { ...describe(first, tags), duplicates: more.map((other) => ({ ...describe(other, tags), inUse })) };
  }

  function describe(api: Api, tags: Tags): Observed<HttpApiShape> {
    return {
      attributes: { id: api.ApiId, arn: apiGatewayArn(target, `/apis/${api.ApiId}`), name: api.Name },
      properties: { name: api.Name, tags: comparableTags(api.Tags ?? {}) },
      owned: owns(tags, api.Tags ?? {}),
    };
  }

  async function create(
    client: ApiGatewayV2Client,
    resource: ResolvedResource<HttpApiShape>,
    { signal }: KindContext,
  ): Promise<Observed<HttpApiShape>> {
    const { tags } = resource.properties;
    const { CreateApiCommand } = await import('@aws-sdk/client-apigatewayv2');
    const command = new CreateApiCommand({ Name: resource.name, ProtocolType: 'HTTP', Tags: tags });
    return await createOnce<Observed<HttpApiShape>>(command, {
      send: async () => describe((await client.send(command)) as Api, tags),
      find: async () => {
        const found = await find(resource);
        return found?.owned ? found : undefined;
      },
      clock,
      signal,
    });
  }

  return {
    kind: 'http-api',
    rights: [
      { actions: ['apigateway:GET'], on: inApiGateway('/apis') },
      { actions: ['apigateway:GET'], on: inApiGateway('/apis/*'), when: resourceHasAppTag },
      { actions: ['apigateway:POST'], on: inApiGateway('/apis'), when: requestTagsMatch },
      changeOwn('/apis/*'),
      { actions: ['apigateway:POST', 'apigateway:DELETE'], on: inApiGateway('/tags/*') },
    ],
    readsBy: [],
    read: find,
    diff: ({ name, properties: { tags } }, observed) => diffFields({ name, tags }, observed.properties),
    async apply(resource, observed, context) {
      const client = await clients.apiGatewayV2();
      if (!observed) return await create(client, resource, context);
      const { id: ApiId = '', arn: ResourceArn = '' } = observed.attributes;
      const { set, remove } = tagChanges(resource.properties.tags, observed.properties.tags);
      const { TagResourceCommand, UntagResourceCommand, UpdateApiCommand } = await import(
        '@aws-sdk/client-apigatewayv2'
      );
      if (observed.properties.name !== resource.name)
        await client.send(new UpdateApiCommand({ ApiId, Name: resource.name }));
      if (Object.keys(set).length > 0) await client.send(new TagResourceCommand({ ResourceArn, Tags: set }));
      if (remove.length > 0) await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: remove }));
      return {
        ...observed,
        attributes: { ...observed.attributes, name: resource.name },
        properties: { name: resource.name, tags: resource.properties.tags },
        owned: true,
      };
    },
    async remove(_resource, { attributes: { id } }) {
      const client = await clients.apiGatewayV2();
      const { DeleteApiCommand } = await import('@aws-sdk/client-apigatewayv2');
      await undefinedIfNotFound(client.send(new DeleteApiCommand({ ApiId: String(id) })));
    },
  };
}

/** The same order on every machine and in every run. */
function byAge(a: Api, b: Api): number {
  const age = (a.CreatedDate?.getTime() ?? 0) - (b.CreatedDate?.getTime() ?? 0);
  return age || (a.ApiId ?? '').localeCompare(b.ApiId ?? '');
}
