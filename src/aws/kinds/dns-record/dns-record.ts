/**
 * Kind `dns-record`: a record in a hosted zone, which leads a custom domain to API Gateway or validates its
 * certificate. A record has no tags: it is ours if it leads where ours does. Another one is replaced only with
 * `--adopt`.
 */
import type { ChangeAction, ResourceRecordSet, Route53Client } from '@aws-sdk/client-route-53';
import { isRef, type Kind, type Resource } from '../../../engine/resource.ts';
import { hostedZoneArns } from '../../arns/own-arns.ts';
import { type FoundDomain, hostsOf, isOfApikit, neededBeside, readDomain } from '../../domains/domain-reads.ts';
import { hostedZoneOf } from '../../domains/hosted-zones.ts';
import { noHostedZone } from '../../domains/no-hosted-zone.ts';
import { isSameHost } from '../../domains/same-host.ts';
import { isAwsError } from '../../sdk/errors/sdk-error.ts';
import { createDomainReads } from '../domain-reads.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { sharedRead } from '../shared-read.ts';
import type { DnsRecordProperties, DnsRecordShape } from './shape.ts';

/** Seconds. */
const TTL = 300;

export function dnsRecordKind(dependencies: KindDependencies): Kind<DnsRecordShape> {
  const { clients, clock, domains = createDomainReads(dependencies) } = dependencies;
  const zones = sharedRead(clock, (domain: string) => hostedZoneOf(clients, domain));

  async function zoneOf({ zone, domain }: Pick<DnsRecordProperties, 'zone' | 'domain'>): Promise<string | undefined> {
    return zone ?? (await zones.get(domain))?.id;
  }

  async function find(
    client: Route53Client,
    HostedZoneId: string,
    { record, type }: DnsRecordProperties,
  ): Promise<ResourceRecordSet | undefined> {
    const StartRecordName = String(record);
    const { ListResourceRecordSetsCommand } = await import('@aws-sdk/client-route-53');
    const listing = new ListResourceRecordSetsCommand({
      HostedZoneId,
      StartRecordName,
      StartRecordType: type,
      MaxItems: 1,
    });
    const { ResourceRecordSets = [] } = await client.send(listing);
    const [first] = ResourceRecordSets;
    return first && first.Type === type && isSameHost(first.Name, StartRecordName) ? first : undefined;
  }

  async function change(HostedZoneId: string, Action: ChangeAction, set: ResourceRecordSet): Promise<void> {
    const client = await clients.route53();
    const ChangeBatch = { Comment: 'apikit', Changes: [{ Action, ResourceRecordSet: set }] };
    const { ChangeResourceRecordSetsCommand } = await import('@aws-sdk/client-route-53');
    await client.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch }));
  }

  return {
    kind: 'dns-record',
    rights: [
      { actions: ['route53:ListHostedZonesByName'] },
      { actions: ['route53:ListResourceRecordSets', 'route53:ChangeResourceRecordSets'], on: hostedZoneArns },
    ],
    async read({ name, properties }) {
      const { record, value, domain } = properties;
      if (isRef(record)) return undefined;
      const attributes = { name };
      // A certificate that was validated in another way needs no record.
      if (record === '') return { attributes, properties: { value: '' }, owned: true, inUse: 'no record is needed' };
      const zone = await zoneOf(properties);
      const set = zone === undefined ? undefined : await find(await clients.route53(), zone, properties);
      if (!set) return undefined;
      const found = await domains.get(domain);
      const inUse = neededBeside(found, properties);
      const leads = set.AliasTarget?.DNSName ?? set.ResourceRecords?.[0]?.Value ?? '';
      return {
        attributes,
        properties: { value: leads, set },
        // A domain that changes its endpoint has another host, and the record follows.
        owned: (!isRef(value) && isSameHost(leads, value)) || isOfDomain(leads, found),
        ...(inUse !== undefined && { inUse }),
      };
    },
    diff: ({ properties: { value } }, { properties: { value: leads, set } }) =>
      set?.AliasTarget && (isRef(value) || !isSameHost(leads, value))
        ? [{ path: 'value', from: leads, to: value }]
        : [],
    async apply({ name, properties }) {
      const zone = await zoneOf(properties);
      if (zone === undefined) throw noHostedZone(properties.domain);
      const set = setOf(properties);
      await change(zone, 'UPSERT', set);
      return { attributes: { name }, properties: { value: properties.value, set }, owned: true };
    },
    async remove({ properties }, { properties: { set } }: { properties: DnsRecordShape['found'] }, { note }) {
      // Another stage may have joined the domain while the user was asked.
      const needed = neededBeside(await readDomain(clients, properties.domain), properties);
      domains.forget();
      if (needed !== undefined) return note(`it stays, because ${needed}`);
      const zone = await zoneOf(properties);
      if (zone === undefined || !set) return;
      try {
        await change(zone, 'DELETE', set);
      } catch (error) {
        // It is gone already.
        if (!isAwsError(error, 'InvalidChangeBatch', 'NoSuchHostedZone')) throw error;
      }
    },
  };
}

type Desired = Resource<DnsRecordShape>['properties'] & { readonly record: string; readonly value: string };

function setOf({ record, type, value, valueZone }: Desired & { readonly valueZone?: unknown }): ResourceRecordSet {
  if (typeof valueZone !== 'string') return { Name: record, Type: type, TTL, ResourceRecords: [{ Value: value }] };
  const alias = { DNSName: value, HostedZoneId: valueZone, EvaluateTargetHealth: false };
  return { Name: record, Type: type, AliasTarget: alias };
}

/** Whether this host is an endpoint of a domain that apikit created. */
const isOfDomain = (host: string, found: FoundDomain | undefined): boolean =>
  found !== undefined && isOfApikit(found.domain) && hostsOf(found.domain).some((one) => isSameHost(one, host));
