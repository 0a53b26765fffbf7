/**
 * Kind `base-path-mapping`: the base path of a custom domain that leads to the stage. A mapping has no tags: it is ours
 * if it leads to our stage, or to the front door that the stage had before a change of `api`, from which it moves to
 * the new one. One that leads elsewhere moves to us only with `--adopt`. Both are one call, so that no request is lost.
 */
import type { Kind, Observed, Resource } from '../../../engine/resource.ts';
import { inApiGateway, resourceHasAppTag } from '../../arns/own-arns.ts';
import { type DomainMapping, isOfVersion2, leadsTo, readDomain, targetOf } from '../../domains/domain-reads.ts';
import { errorMessage, isAwsError } from '../../sdk/errors/sdk-error.ts';
import { retry } from '../../sdk/retry.ts';
import { createDomainReads } from '../domain-reads.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { isFormerDoor } from './former-door.ts';
import type { BasePathMappingShape } from './shape.ts';
import { createMapping, deleteMapping, leadMapping } from './write-mapping.ts';

/** Milliseconds. A new domain takes no mappings for some seconds (docs/aws/custom-domains.md). */
const DOMAIN_PATIENCE = 120_000;

export function basePathMappingKind(dependencies: KindDependencies): Kind<BasePathMappingShape> {
  const { clients, clock, domains = createDomainReads(dependencies) } = dependencies;

  const observedAs = (
    { name }: Pick<Resource<BasePathMappingShape>, 'name'>,
    mapping: DomainMapping,
  ): Observed<BasePathMappingShape> => ({
    attributes: { name, url: `https://${name}` },
    properties: {
      target: targetOf(mapping),
      leadsTo: mapping.restApiId,
      ...(mapping.mappingId !== undefined && { mappingId: mapping.mappingId }),
    },
    owned: true,
  });

  async function isOfThisStage(mapping: DomainMapping, { door, tags }: BasePathMappingShape['properties']) {
    if (!door || !tags || mapping.restApiId === undefined) return false;
    return await isFormerDoor(clients, mapping.restApiId, { door, tags });
  }

  /** The domain itself is the part of the name before the base path. */
  const domainOf = ({ name }: Pick<Resource, 'name'>): string => name.split('/', 1)[0] ?? '';

  return {
    kind: 'base-path-mapping',
    rights: [
      {
        actions: ['apigateway:GET', 'apigateway:POST', 'apigateway:PATCH', 'apigateway:DELETE'],
        on(scope, name) {
          const domain = `/domainnames/${domainOf({ name })}`;
          const lists = [`${domain}/basepathmappings`, `${domain}/apimappings`];
          return inApiGateway(...lists.flatMap((list) => [list, `${list}/*`]))(scope);
        },
      },
      { actions: ['apigateway:GET'], on: inApiGateway('/restapis/*', '/apis/*'), when: resourceHasAppTag },
    ],
    readsBy: ['api', 'stage'],
    async read(resource) {
      const { basePath, api, stage } = resource.properties;
      const found = await domains.get(domainOf(resource));
      const mapping = found?.mappings.find((one) => one.basePath === basePath);
      if (!mapping) return undefined;
      const observed = observedAs(resource, mapping);
      if (leadsTo(mapping, { api, stage })) return observed;
      if (!(await isOfThisStage(mapping, resource.properties))) return { ...observed, owned: false };
      return { ...observed, properties: { ...observed.properties, moves: true } };
    },
    diff: ({ properties: { api } }, { properties: { leadsTo: from, moves } }) =>
      moves ? [{ path: 'api', from, to: api }] : [],
    async consequence(_observed) {
      return 'requests to this address get 403 Forbidden';
    },
    async apply(resource, observed, context) {
      const { domain, basePath, api, stage } = resource.properties;
      domains.forget();
      const made = { basePath, restApiId: api, stage };
      if (observed) {
        const { mappingId } = observed.properties;
        await leadMapping(clients, { domain, basePath, mappingId }, { api, stage });
        return observedAs(resource, { ...made, ...(mappingId !== undefined && { mappingId }) });
      }
      const before = await readDomain(clients, domain);
      const ofVersion2 = before !== undefined && isOfVersion2(before.domain);
      const patience = {
        what: `map ${resource.name} to the stage`,
        within: DOMAIN_PATIENCE,
        firstDelay: 2_000,
        hint: 'API Gateway does not accept mappings of the domain yet. Run the same command again.',
        clock,
        signal: context.signal,
        retryable: (error: unknown) => /Invalid domain name identifier/i.test(errorMessage(error)),
        onRetry: (tries: number) => tries === 1 && context.note('waiting until the domain accepts mappings'),
      };
      try {
        await retry(patience, () => createMapping(clients, { domain, basePath }, { api, stage }, ofVersion2));
      } catch (error) {
        // The response to our own first try was lost.
        const found = isAwsError(error, 'ConflictException') ? await readDomain(clients, domain) : undefined;
        if (!found?.mappings.some((one) => one.basePath === basePath && leadsTo(one, { api, stage }))) throw error;
      }
      return observedAs(resource, made);
    },
    async remove(resource, { properties: had }, { note }) {
      const { basePath, api, stage } = resource.properties;
      const domain = domainOf(resource);
      // Another stage may have taken the base path over while the user was asked.
      const found = await readDomain(clients, domain);
      domains.forget();
      const mapping = found?.mappings.find((one) => one.basePath === basePath);
      if (!mapping) return;
      // A move to this API that was interrupted left the mapping at the former front door, which goes, too.
      const isOurs = leadsTo(mapping, { api, stage }) || (had.moves === true && mapping.restApiId === had.leadsTo);
      if (!isOurs) return note(`it stays, because it leads to ${targetOf(mapping)}`);
      await deleteMapping(clients, { domain, basePath, mappingId: mapping.mappingId });
    },
  };
}
