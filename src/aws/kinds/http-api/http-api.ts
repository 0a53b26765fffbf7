/**
 * Kind `http-api`: an HTTP API without its definition, which belongs to the release. Like REST APIs, many may share a
 * name, so the ownership tags identify an API. It has them from the call that creates it.
 */
import type { Api, ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import type { Kind, KindContext, Observed, ResolvedResource, Resource } from '../../../engine/resource.ts';
import { apiGatewayArn } from '../../../naming/arns.ts';
import { DOMAIN_TAG, type Tags } from '../../../naming/tags.ts';
import { listHttpApis } from '../../api-gateway/http-apis.ts';
import { changeOwn, inApiGateway, requestTagsMatch, resourceHasAppTag } from '../../arns/own-arns.ts';
import { comparableTags, owns, tagChanges } from '../../ownership/ownership.ts';
import { createOnce } from '../../sdk/create-once.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import type { KindDefinition } from '../definition.ts';
import { allDomains, lastOfDomains } from '../domain-tag.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { httpApiSearch } from './search.ts';

export interface HttpApiShape {
  kind: 'http-api';
  properties: {
    /** The custom domains with their base paths that lead to the stage: `api.example.com/v1`. */
    domains?: string;
    tags: Tags;
  };
  attributes: {
    id: string;
    arn: string;
    name: string;
    /** An HTTP API has no previews that expire, no seeds and no private endpoint. */
    expiresAt?: never;
    seeded?: never;
    isPrivate?: never;
    /** The same, with those that the stage no longer has. */
    domains?: string;
  };
  /** An HTTP API is regional. */
  found: {
    name: string | undefined;
    tags: Tags;
    domains?: string;
    endpointType?: never;
    /** The API does not answer at its default address. A release has this setting, and it is not compared here. */
    executeApi?: false;
  };
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
    const { [DOMAIN_TAG]: domains, ...others } = comparableTags(api.Tags ?? {});
    const named = domains === undefined ? {} : { domains };
    return {
      attributes: { id: api.ApiId, arn: apiGatewayArn(target, `/apis/${api.ApiId}`), name: api.Name, ...named },
      properties: {
        name: api.Name,
        tags: others,
        ...named,
        ...(api.DisableExecuteApiEndpoint === true && { executeApi: false as const }),
      },
      owned: owns(tags, api.Tags ?? {}),
    };
  }

  async function create(
    client: ApiGatewayV2Client,
    resource: ResolvedResource<HttpApiShape>,
    { signal }: KindContext,
  ): Promise<Observed<HttpApiShape>> {
    const { tags, domains } = resource.properties;
    const { CreateApiCommand } = await import('@aws-sdk/client-apigatewayv2');
    const Tags = { ...tags, ...(domains !== undefined && { [DOMAIN_TAG]: domains }) };
    const command = new CreateApiCommand({ Name: resource.name, ProtocolType: 'HTTP', Tags });
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
    diff({ name, properties: { tags, domains } }, { properties: { executeApi: _, ...had } }) {
      const wanted = { name, tags, ...(domains !== undefined && { domains }) };
      return diffFields(wanted, had).map(lastOfDomains(had.domains, domains));
    },
    async apply(resource, observed, context) {
      const client = await clients.apiGatewayV2();
      if (!observed) return await create(client, resource, context);
      const { id: ApiId = '', arn: ResourceArn = '' } = observed.attributes;
      const had = observed.properties;
      const { set: ofStage, remove } = tagChanges(resource.properties.tags, had.tags);
      const domains = allDomains(had.domains, resource.properties.domains);
      const named: Tags = domains === undefined || domains === had.domains ? {} : { [DOMAIN_TAG]: domains };
      const set = { ...ofStage, ...named };
      const { TagResourceCommand, UntagResourceCommand, UpdateApiCommand } = await import(
        '@aws-sdk/client-apigatewayv2'
      );
      if (had.name !== resource.name) await client.send(new UpdateApiCommand({ ApiId, Name: resource.name }));
      if (Object.keys(set).length > 0) await client.send(new TagResourceCommand({ ResourceArn, Tags: set }));
      if (remove.length > 0) await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: remove }));
      return {
        ...observed,
        attributes: { ...observed.attributes, name: resource.name, ...(domains !== undefined && { domains }) },
        properties: {
          ...had,
          name: resource.name,
          tags: resource.properties.tags,
          ...(domains !== undefined && { domains }),
        },
        owned: true,
      };
    },
    retire: {
      due: ({ properties }, applied) => properties.domains !== applied.properties.domains,
      async begin({ properties: { domains } }, { attributes: { arn: ResourceArn } }) {
        const client = await clients.apiGatewayV2();
        const { TagResourceCommand, UntagResourceCommand } = await import('@aws-sdk/client-apigatewayv2');
        if (domains === undefined) await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: [DOMAIN_TAG] }));
        else await client.send(new TagResourceCommand({ ResourceArn, Tags: { [DOMAIN_TAG]: domains } }));
      },
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
