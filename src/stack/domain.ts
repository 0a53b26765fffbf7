/** The custom domain of a stage: its certificate, its records, the domain and the mapping. Pure. */
import type { BasePathMappingShape } from '../aws/kinds/base-path-mapping/shape.ts';
import type { CertificateShape } from '../aws/kinds/certificate/shape.ts';
import type { DnsRecordShape } from '../aws/kinds/dns-record/shape.ts';
import type { DomainNameShape } from '../aws/kinds/domain-name/shape.ts';
import type { StageAddress } from '../aws/kinds/stage/shape.ts';
import type { StageConfig } from '../config/config.ts';
import { type DomainConfig, resolveDomain } from '../config/domain.ts';
import { type Later, type Resource, ref as refTo } from '../engine/resource.ts';
import { type DomainEndpoint, NO_BASE_PATH } from '../naming/custom-domain.ts';
import type { Tags } from '../naming/tags.ts';
import { ref } from './ids.ts';
import { mutualTlsOf } from './trust-store.ts';

type Address = Pick<DomainConfig, 'name' | 'basePath'>;

/** `api.example.com/v1`, as the tag of the API names it. */
export const domainAddress = ({ name, basePath }: Address): string =>
  basePath === undefined ? name : `${name}/${basePath}`;

/** The address of the stage at its custom domain; `null` if it has none. */
export const domainUrl = ({ domain }: Pick<StageConfig, 'domain'>): string | null =>
  domain ? `https://${domainAddress(domain)}` : null;

/** The address of the stage at its domain. Empty if the API answers at its default address. */
export function addressOf({ endpoint, domain }: Pick<StageConfig, 'endpoint' | 'domain'>): { address?: StageAddress } {
  if (endpoint.executeApi !== false || !domain) return {};
  return { address: { domain: domainAddress(domain), ...(domain.mutualTls && { needsCertificate: true }) } };
}

/** The endpoint of the domain is that of the API. */
export const domainEndpoint = ({ endpoint }: Pick<StageConfig, 'endpoint'>): DomainEndpoint =>
  endpoint.type === 'edge' ? 'EDGE' : 'REGIONAL';

interface Place extends Pick<BasePathMappingShape['properties'], 'door' | 'tags'> {
  readonly api: Later<string>;
  readonly stage: string;
  readonly stageName: Later<string>;
  readonly endpoint: DomainEndpoint;
  /** The end of each ID. */
  readonly suffix: string;
}

export function domainResources(config: StageConfig, tags: Tags): Resource[] {
  const { domain, stage, api: door } = config;
  const endpoint = domainEndpoint(config);
  if (!domain || door === 'url') return [];
  const place = { endpoint, api: ref('api', 'id'), stage, stageName: ref('stage', 'name'), door, tags, suffix: '' };
  const resources = resourcesOf(domain, place);
  // A certificate may take long or need the user, and the stage must not wait for it.
  return resources.map((one) =>
    one.kind === 'domain-name' ? { ...one, after: [...(one.after ?? []), 'stage'] } : one,
  );
}

interface FormerPlace {
  readonly api: string;
  readonly stage: string;
  readonly endpoint: DomainEndpoint;
  /** The ID of the API among the resources. */
  readonly door: string;
}

/** Everything that the domain may have had. All of it goes before the API, whose tag is the only trace of it. */
export function formerDomainResources(address: Address, { api, stage, endpoint, door }: FormerPlace): Resource[] {
  // Two front doors of a stage can have had the same domain.
  const suffix = `${door === 'api' ? '' : `/${door}`}/${domainAddress(address)}`;
  return resourcesOf(resolveDomain(address), { api, stage, stageName: stage, endpoint, suffix }).map((one) => ({
    ...one,
    after: [...(one.after ?? []), door],
  }));
}

function resourcesOf(domain: DomainConfig, { api, stage, stageName, endpoint, suffix, ...own }: Place): Resource[] {
  const { name, certificate, hostedZone, securityPolicy } = domain;
  const id = (base: string) => `${base}${suffix}`;
  const of = { api, stage };
  const zone = { domain: name, ...(hostedZone !== 'auto' && { zone: hostedZone }) };
  const mutualTls = mutualTlsOf(domain);
  const isAuto = certificate === 'auto';
  const hasZone = hostedZone !== 'none';
  const requested: Resource<CertificateShape> = {
    id: id('certificate'),
    kind: 'certificate',
    name,
    properties: { endpoint, ...of },
  };
  const validation: Resource<DnsRecordShape> = {
    id: id('dns-record/validation'),
    kind: 'dns-record',
    name: `the validation of ${name}`,
    properties: {
      ...zone,
      record: refTo(requested.id, 'recordName'),
      type: 'CNAME',
      value: refTo(requested.id, 'recordValue'),
      ...of,
    },
    // All certificates of the name in the account have this record, in every region, and are renewed with it.
    keep: 'shared',
  };
  const domainName: Resource<DomainNameShape> = {
    id: id('domain-name'),
    kind: 'domain-name',
    name,
    properties: {
      endpoint,
      certificate: isAuto ? refTo(requested.id, 'arn') : certificate,
      ...(securityPolicy !== undefined && { securityPolicy }),
      ...(mutualTls !== undefined && { mutualTls }),
      ownDns: !hasZone,
      ...of,
    },
    ...(isAuto && hasZone && { after: [validation.id] }),
  };
  const mapping: Resource<BasePathMappingShape> = {
    id: id('base-path-mapping'),
    kind: 'base-path-mapping',
    name: domainAddress(domain),
    properties: {
      domain: refTo(domainName.id, 'name'),
      basePath: domain.basePath ?? NO_BASE_PATH,
      api,
      stage: stageName,
      ...own,
    },
  };
  const alias: Resource<DnsRecordShape> = {
    id: id('dns-record/domain'),
    kind: 'dns-record',
    name,
    properties: {
      ...zone,
      record: name,
      type: 'A',
      value: refTo(domainName.id, 'target'),
      valueZone: refTo(domainName.id, 'targetZone'),
      ...of,
    },
    // The name must not lead to a domain that refuses every request.
    after: [mapping.id],
  };
  return [
    ...(isAuto ? [requested] : []),
    ...(isAuto && hasZone ? [validation] : []),
    domainName,
    mapping,
    ...(hasZone ? [alias] : []),
  ];
}
