/**
 * Kind `domain-name`: a custom domain of API Gateway. Stages of several apps may share it: its tag names no stage, and
 * it is removed with the last of its mappings. A domain that apikit did not create is used as it is.
 */
import {
  type APIGatewayClient,
  CreateDomainNameCommand,
  DeleteDomainNameCommand,
  type DomainName,
  GetDomainNameCommand,
  type PatchOperation,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateDomainNameCommand,
} from '@aws-sdk/client-api-gateway';
import { isInterruption } from '../../../engine/interruption.ts';
import type { FieldChange, Kind, KindContext, Observed, ResolvedResource, Resource } from '../../../engine/resource.ts';
import type { RightsScope } from '../../../engine/rights.ts';
import { apiGatewayArn } from '../../../naming/arns.ts';
import { DOMAIN_TAG, FORMER_CERTIFICATE_TAG } from '../../../naming/tags.ts';
import { replaceOperation } from '../../api-gateway/patch-path.ts';
import { certificateArns, inApiGateway, requestHasDomainTag, resourceHasDomainTag } from '../../arns/own-arns.ts';
import { deleteReplaced } from '../../domains/delete-certificate.ts';
import {
  certificateOf,
  endpointsOf,
  hostOf,
  isOfApikit,
  neededBeside,
  readDomain,
  takesHttpApis,
} from '../../domains/domain-reads.ts';
import { leadsToHost } from '../../domains/leads-to-host.ts';
import { waitForCertificate } from '../../domains/wait-for-certificate.ts';
import { isAwsError, undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { isOfThisMachine } from '../../sdk/of-this-machine.ts';
import { waitUntil } from '../../sdk/retry.ts';
import { createDomainReads } from '../domain-reads.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { goes, isChanging, isLast, isLeft, otherEndpoint } from './endpoint-change.ts';
import { mutualTlsIn, mutualTlsPatches, newMutualTls } from './mutual-tls.ts';
import { policyOf, policyPatches } from './security-policy.ts';
import type { DomainNameShape } from './shape.ts';

/** Milliseconds. A regional domain takes seconds, and an edge-optimized one up to 40 minutes. */
const CHANGE_PATIENCE = 45 * 60_000;

/** An endpoint that goes, and the certificate that it leaves behind. */
interface Leaving {
  readonly name: string;
  readonly properties: Pick<DomainNameShape['properties'], 'endpoint'>;
  readonly arn: string | undefined;
  readonly leaving: string | undefined;
}

export function domainNameKind(dependencies: KindDependencies): Kind<DomainNameShape> {
  const { clients, clock, target, domains = createDomainReads(dependencies) } = dependencies;

  function observedAs(resource: Resource<DomainNameShape>, domain: DomainName): Observed<DomainNameShape> {
    const { name, properties } = resource;
    const created = isOfApikit(domain);
    const { host, zone } = hostOf(domain, properties.endpoint);
    const endpoints = endpointsOf(domain);
    const other = otherEndpoint(properties.endpoint);
    const former = endpoints.includes(other) ? certificateOf(domain, other) : domain.tags?.[FORMER_CERTIFICATE_TAG];
    const leaving = created ? former : undefined;
    return {
      attributes: {
        arn: apiGatewayArn(target, `/domainnames/${name}`),
        name,
        target: host,
        targetZone: zone,
      },
      // A new endpoint has another host.
      ...((endpoints.includes(properties.endpoint) || !created) && { steady: ['target', 'targetZone'] as const }),
      properties: {
        certificate: certificateOf(domain, properties.endpoint),
        endpoint: endpoints.join(' '),
        policy: domain.securityPolicy ?? '',
        ...(leaving !== undefined && { leaving }),
        ...(properties.securityPolicy !== undefined && { securityPolicy: domain.securityPolicy ?? '' }),
        mutualTls: mutualTlsIn(domain),
        created,
        takesHttp: takesHttpApis(domain),
      },
      owned: true,
      ...(domain.domainNameStatus && { state: domain.domainNameStatus }),
    };
  }

  function diff(
    { properties }: Resource<DomainNameShape>,
    { properties: had }: Observed<DomainNameShape>,
  ): FieldChange[] {
    const { certificate, endpoint, securityPolicy, mutualTls } = properties;
    const {
      created,
      replaced: _,
      takesHttp: __,
      leaving,
      policy: ___,
      leadsThere,
      mutualTls: hadTls,
      ...settings
    } = had;
    // An endpoint that goes stays until the name leads to the other one.
    const stays = !created || (isChanging(had) && leadsThere === false);
    const wanted = {
      certificate,
      endpoint: stays ? had.endpoint : endpoint,
      ...(securityPolicy && { securityPolicy }),
      ...(mutualTls !== undefined && { mutualTls }),
    };
    const changes = diffFields(wanted, { ...settings, ...(mutualTls !== undefined && { mutualTls: hadTls }) });
    if (isLeft(properties, had)) changes.push({ path: 'leaving', from: leaving, to: undefined, last: true });
    if (created) return changes.map((change) => (isLast(change, properties, had) ? { ...change, last: true } : change));
    const instead =
      'apikit did not create this domain, and changes nothing of it. Change it where it is managed, or leave the setting out.';
    return changes.map((change) => ({ ...change, replace: true, instead }));
  }

  async function settled(client: APIGatewayClient, name: string, { signal, note }: KindContext): Promise<DomainName> {
    const patience = {
      what: `change the custom domain ${name}`,
      within: CHANGE_PATIENCE,
      firstDelay: 2_000,
      longestDelay: 15_000,
      hint: 'AWS is still working on it. Run the same command again later: it continues from there.',
      clock,
      signal,
    };
    let noted = false;
    return await waitUntil(patience, async () => {
      const domain = await client.send(new GetDomainNameCommand({ domainName: name }));
      const { domainNameStatus: status = 'AVAILABLE' } = domain;
      if (status !== 'UPDATING' && status !== 'PENDING') return domain;
      if (!noted) note('waiting until AWS has set up the domain');
      noted = true;
      return undefined;
    });
  }

  async function create(
    client: APIGatewayClient,
    { name, properties }: ResolvedResource<DomainNameShape>,
  ): Promise<void> {
    const { certificate, endpoint, securityPolicy = 'TLS_1_2', mutualTls } = properties;
    const command = new CreateDomainNameCommand({
      domainName: name,
      ...(endpoint === 'EDGE' ? { certificateArn: certificate } : { regionalCertificateArn: certificate }),
      endpointConfiguration: { types: [endpoint] },
      ...policyOf(securityPolicy),
      ...(mutualTls && newMutualTls(mutualTls)),
      tags: { [DOMAIN_TAG]: name },
    });
    try {
      await client.send(command);
    } catch (error) {
      // Another run was faster, or the response to our own first try was lost.
      if (!isAwsError(error, 'ConflictException', 'BadRequestException')) throw error;
      const found = await readDomain(clients, name);
      if (!found || !isOfApikit(found.domain)) throw error;
    }
  }

  async function update(
    client: APIGatewayClient,
    { name, properties }: ResolvedResource<DomainNameShape>,
    had: DomainNameShape['found'],
  ): Promise<void> {
    const { certificate, endpoint, securityPolicy, mutualTls } = properties;
    const path = endpoint === 'EDGE' ? '/certificateArn' : '/regionalCertificateArn';
    const isNew = had.created && !had.endpoint.split(' ').includes(endpoint);
    const add = (at: string, value: string): PatchOperation => ({ op: 'add', path: at, value });
    const patchOperations = [
      ...(isNew ? [add('/endpointConfiguration/types', endpoint), add(path, certificate)] : []),
      ...(isNew || certificate === had.certificate ? [] : [replaceOperation(path, certificate)]),
      ...(securityPolicy === undefined ? [] : policyPatches(securityPolicy, had.securityPolicy)),
      ...(mutualTls === undefined ? [] : mutualTlsPatches(mutualTls, had.mutualTls)),
    ];
    if (patchOperations.length > 0)
      await client.send(new UpdateDomainNameCommand({ domainName: name, patchOperations }));
  }

  /** Everything serves, and the certificate costs nothing: a deploy does not fail because something still holds it. */
  async function deleteLeft(left: Parameters<typeof deleteReplaced>[0], context: KindContext): Promise<void> {
    try {
      await deleteReplaced(left, dependencies, context);
    } catch (error) {
      if (isInterruption(error, context.signal)) throw error;
      context.note(`the certificate of the former endpoint stays, delete it by hand: ${left.arn}`);
    }
  }

  /** The domain first gets a tag with the certificate, because nothing else names it when the endpoint is gone. */
  async function removeEndpoint(
    client: APIGatewayClient,
    { name, properties, arn, leaving }: Leaving,
    context: KindContext,
  ): Promise<void> {
    // No name server knows the domains of an endpoint of this machine, such as the embedded cloud.
    if (!isOfThisMachine(target.endpoint)) {
      context.note('waiting until clients look the name up again');
      await clock.sleep(DNS_PATIENCE, context.signal);
    }
    if (leaving !== undefined)
      await client.send(new TagResourceCommand({ resourceArn: arn, tags: { [FORMER_CERTIFICATE_TAG]: leaving } }));
    await settled(client, name, context);
    const value = otherEndpoint(properties.endpoint);
    const gone = { op: 'remove', path: '/endpointConfiguration/types', value } as const;
    await client.send(new UpdateDomainNameCommand({ domainName: name, patchOperations: [gone] }));
    domains.forget();
    await settled(client, name, context);
  }

  return {
    kind: 'domain-name',
    rights: [
      { actions: ['apigateway:GET'], on: ownDomain },
      { actions: ['acm:DescribeCertificate', 'acm:ListTagsForCertificate'], on: certificateArns },
      { actions: ['acm:DeleteCertificate'], on: certificateArns, when: resourceHasDomainTag },
      { actions: ['apigateway:POST'], on: inApiGateway('/domainnames'), when: requestHasDomainTag },
      {
        actions: ['apigateway:PATCH', 'apigateway:DELETE'],
        on: ownDomain,
        when: resourceHasDomainTag,
      },
      { actions: ['apigateway:PUT', 'apigateway:DELETE'], on: inApiGateway('/tags/*') },
    ],
    readsBy: ['api'],
    async read(resource, { signal }) {
      const found = await domains.get(resource.name);
      if (!found) return undefined;
      const inUse = neededBeside(found, resource.properties);
      const observed = observedAs(resource, found.domain);
      const asks = resource.properties.ownDns && isChanging(observed.properties);
      const leadsThere = asks ? await leadsToHost(resource.name, observed.attributes.target ?? '', signal) : undefined;
      return {
        ...observed,
        properties: { ...observed.properties, ...(leadsThere !== undefined && { leadsThere }) },
        ...(inUse !== undefined && { inUse }),
      };
    },
    diff,
    async apply(resource, observed, context) {
      const { name, properties } = resource;
      await waitForCertificate(
        { domain: name, arn: properties.certificate, ownDns: properties.ownDns },
        dependencies,
        context,
      );
      const client = await clients.apiGateway();
      if (observed) {
        await settled(client, name, context);
        await update(client, resource, observed.properties);
      } else await create(client, resource);
      domains.forget();
      const domain = await settled(client, name, context);
      const made = observedAs(resource, domain);
      for (const warning of domain.mutualTlsAuthentication?.truststoreWarnings ?? [])
        context.note(`API Gateway warns about the trust store: ${warning}`);
      const isNew = observed !== undefined && observed.attributes.target !== made.attributes.target;
      if (properties.ownDns && (!observed || isNew))
        context.note(`add a CNAME record to DNS: ${name} → ${made.attributes.target}`);
      // Only the user knows for how long clients keep the record of before.
      if (properties.ownDns && isNew)
        context.note(
          'both endpoints of the domain serve; deploy again when no client has the former record any more (its TTL): the deploy that finds the new one removes the former endpoint',
        );
      const before = observed?.properties.certificate;
      if (before === undefined || before === properties.certificate) return made;
      return { ...made, properties: { ...made.properties, replaced: before } };
    },
    retire: {
      due: ({ properties }, { properties: had }) => goes(properties, had) || isLeft(properties, had),
      async begin({ name, properties }, { properties: had, attributes: { arn: resourceArn } }, context) {
        const { leaving } = had;
        const client = await clients.apiGateway();
        if (isChanging(had)) await removeEndpoint(client, { name, properties, arn: resourceArn, leaving }, context);
        if (leaving === undefined) return;
        await deleteLeft({ domain: name, arn: leaving }, context);
        await client.send(new UntagResourceCommand({ resourceArn, tagKeys: [FORMER_CERTIFICATE_TAG] }));
        domains.forget();
      },
    },
    async finish({ name }, { properties: { replaced } }, context) {
      if (replaced !== undefined) await deleteReplaced({ domain: name, arn: replaced }, dependencies, context);
    },
    async remove({ name, properties }, { properties: { leaving } }, context) {
      const now = await readDomain(clients, name);
      const needed = neededBeside(now, properties);
      domains.forget();
      if (needed !== undefined) return context.note(`it stays, because ${needed}`);
      const client = await clients.apiGateway();
      if (now) await undefinedIfNotFound(client.send(new DeleteDomainNameCommand({ domainName: name })));
      if (properties.ownDns) context.note(`remove the record of ${name} from DNS: it leads nowhere now`);
      if (leaving !== undefined) await deleteReplaced({ domain: name, arn: leaving }, dependencies, context);
    },
  };
}

/** Milliseconds: a minute until all name servers have a record, and a minute for which clients keep that of before. */
const DNS_PATIENCE = 120_000;

const ownDomain = (scope: RightsScope, name: string): string[] => inApiGateway(`/domainnames/${name}`)(scope);
