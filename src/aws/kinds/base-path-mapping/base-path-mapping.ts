/**
 * Kind `base-path-mapping`: the base path of a custom domain that leads to the stage. A mapping has no tags: it is ours
 * if it leads to our stage. One that leads elsewhere moves to us only with `--adopt`, in one call, so that no request
 * is lost.
 */
import {
  CreateBasePathMappingCommand,
  DeleteBasePathMappingCommand,
  UpdateBasePathMappingCommand,
} from '@aws-sdk/client-api-gateway';
import type { Kind, Observed, Resource } from '../../../engine/resource.ts';
import { replaceOperation } from '../../api-gateway/patch-path.ts';
import { inApiGateway } from '../../arns/own-arns.ts';
import { leadsTo, readDomain, targetOf } from '../../domains/domain-reads.ts';
import { errorMessage, isAwsError, undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { retry } from '../../sdk/retry.ts';
import { createDomainReads } from '../domain-reads.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import type { BasePathMappingShape } from './shape.ts';

/** Milliseconds. A new domain takes no mappings for some seconds (docs/aws/custom-domains.md). */
const DOMAIN_PATIENCE = 120_000;

export function basePathMappingKind(dependencies: KindDependencies): Kind<BasePathMappingShape> {
  const { clients, clock, domains = createDomainReads(dependencies) } = dependencies;

  const observedAs = ({ name }: Resource<BasePathMappingShape>, found: string): Observed<BasePathMappingShape> => ({
    attributes: { name, url: `https://${name}` },
    properties: { target: found },
    owned: true,
  });

  /** The domain itself is the part of the name before the base path. */
  const domainOf = ({ name }: Pick<Resource, 'name'>): string => name.split('/', 1)[0] ?? '';

  return {
    kind: 'base-path-mapping',
    rights: [
      {
        actions: ['apigateway:GET', 'apigateway:POST', 'apigateway:PATCH', 'apigateway:DELETE'],
        on(scope, name) {
          const mappings = `/domainnames/${domainOf({ name })}/basepathmappings`;
          return inApiGateway(mappings, `${mappings}/*`)(scope);
        },
      },
    ],
    readsBy: ['api', 'stage'],
    async read(resource) {
      const { basePath, api, stage } = resource.properties;
      const found = await domains.get(domainOf(resource));
      const mapping = found?.mappings.find((one) => one.basePath === basePath);
      return mapping && { ...observedAs(resource, targetOf(mapping)), owned: leadsTo(mapping, { api, stage }) };
    },
    diff: () => [],
    async consequence(_observed) {
      return 'requests to this address get 403 Forbidden';
    },
    async apply(resource, observed, context) {
      const { domain: domainName, basePath, api, stage } = resource.properties;
      const client = await clients.apiGateway();
      domains.forget();
      if (observed) {
        const patchOperations = [replaceOperation('/restapiId', api), replaceOperation('/stage', stage)];
        await client.send(new UpdateBasePathMappingCommand({ domainName, basePath, patchOperations }));
        return observedAs(resource, targetOf({ restApiId: api, stage }));
      }
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
        await retry(patience, () =>
          client.send(new CreateBasePathMappingCommand({ domainName, basePath, restApiId: api, stage })),
        );
      } catch (error) {
        // The response to our own first try was lost.
        const found = isAwsError(error, 'ConflictException') ? await readDomain(clients, domainName) : undefined;
        if (!found?.mappings.some((one) => one.basePath === basePath && leadsTo(one, { api, stage }))) throw error;
      }
      return observedAs(resource, targetOf({ restApiId: api, stage }));
    },
    async remove(resource, _observed, { note }) {
      const { basePath, api, stage } = resource.properties;
      const domainName = domainOf(resource);
      // Another stage may have taken the base path over while the user was asked.
      const found = await readDomain(clients, domainName);
      domains.forget();
      const mapping = found?.mappings.find((one) => one.basePath === basePath);
      if (!mapping) return;
      if (!leadsTo(mapping, { api, stage })) return note(`it stays, because it leads to ${targetOf(mapping)}`);
      const client = await clients.apiGateway();
      const command = new DeleteBasePathMappingCommand({ domainName, basePath });
      await undefinedIfNotFound(client.send(command));
    },
  };
}
