/**
 * Reads custom domains with their mappings, and says who else needs them. Both versions of API Gateway have the same
 * domains. The mappings are read with version 2, which has those of HTTP APIs and those with several segments, unless
 * the domain is one that version 2 refuses (docs/aws/custom-domains.md). Reads only.
 */
import {
  type BasePathMapping,
  type DomainName,
  GetBasePathMappingsCommand,
  GetDomainNameCommand,
} from '@aws-sdk/client-api-gateway';
import { type DomainEndpoint, mappedName, NO_BASE_PATH } from '../../naming/custom-domain.ts';
import { DOMAIN_TAG } from '../../naming/tags.ts';
import type { Clients } from '../sdk/clients.ts';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';

/** `restApiId` is also the ID of an HTTP API. */
export interface DomainMapping extends BasePathMapping {
  /** The ID with which version 2 of API Gateway changes it; absent if version 1 has to. */
  readonly mappingId?: string;
}

export interface FoundDomain {
  readonly domain: DomainName;
  readonly mappings: readonly DomainMapping[];
}

/** More than a domain may have (docs/aws/quotas.md). */
const MOST_MAPPINGS = 500;

type DomainClients = Pick<Clients, 'apiGateway' | 'apiGatewayV2'>;

export async function readDomain(clients: DomainClients, domainName: string): Promise<FoundDomain | undefined> {
  const client = await clients.apiGateway();
  const domain = await undefinedIfNotFound(client.send(new GetDomainNameCommand({ domainName })));
  if (!domain) return undefined;
  if (isOfVersion2(domain)) return { domain, mappings: await apiMappings(clients, domainName) };
  const listing = new GetBasePathMappingsCommand({ domainName, limit: MOST_MAPPINGS });
  const listed = await undefinedIfNotFound(client.send(listing));
  return { domain, mappings: listed?.items ?? [] };
}

/** Whether version 2 of API Gateway accepts the domain: it refuses edge-optimized ones, and those with old TLS. */
export const isOfVersion2 = ({ endpointConfiguration: { types = [] } = {}, securityPolicy }: DomainName): boolean =>
  types.length === 1 && types[0] === 'REGIONAL' && securityPolicy !== 'TLS_1_0';

/** An HTTP API needs a regional domain with TLS 1.2, and none of the newer security policies. */
export const takesHttpApis = (domain: DomainName): boolean =>
  isOfVersion2(domain) && (domain.securityPolicy ?? 'TLS_1_2') === 'TLS_1_2';

async function apiMappings(clients: DomainClients, DomainName: string): Promise<DomainMapping[]> {
  const client = await clients.apiGatewayV2();
  const { GetApiMappingsCommand } = await import('@aws-sdk/client-apigatewayv2');
  const found: DomainMapping[] = [];
  let NextToken: string | undefined;
  do {
    const listing = new GetApiMappingsCommand({ DomainName, MaxResults: '100', ...(NextToken && { NextToken }) });
    const page = await undefinedIfNotFound(client.send(listing));
    for (const { ApiId: restApiId, ApiMappingId, ApiMappingKey, Stage } of page?.Items ?? []) {
      found.push({
        basePath: ApiMappingKey || NO_BASE_PATH,
        restApiId,
        ...(Stage && { stage: Stage }),
        ...(ApiMappingId !== undefined && { mappingId: ApiMappingId }),
      });
    }
    NextToken = page?.NextToken;
  } while (NextToken);
  return found;
}

/** Whether apikit created the domain, for whichever stage. */
export const isOfApikit = ({ tags }: Pick<DomainName, 'tags'>): boolean => tags?.[DOMAIN_TAG] !== undefined;

/** The stage that asks. */
export interface MappedStage {
  /** The ID of the API; not a text yet if the API does not exist. */
  readonly api: unknown;
  readonly stage: unknown;
}

export const leadsTo = (mapping: BasePathMapping, { api, stage }: MappedStage): boolean =>
  mapping.restApiId === api && mapping.stage === stage;

/** Why the domain and what belongs to it must stay when this stage leaves it; `undefined` if nothing needs them. */
export function neededBeside(found: FoundDomain | undefined, stage: MappedStage): string | undefined {
  if (!found) return undefined;
  const { domain, mappings } = found;
  if (!isOfApikit(domain)) return `apikit did not create the domain ${domain.domainName}`;
  if (domain.routingMode?.startsWith('ROUTING_RULE')) return `the domain ${domain.domainName} has routing rules`;
  const others = mappings.filter((mapping) => !leadsTo(mapping, stage));
  if (others.length === 0) return undefined;
  const named = others.map((one) => `${mappedName(domain.domainName ?? '', one.basePath)} leads to ${targetOf(one)}`);
  return `others use the domain: ${named.join(', ')}`;
}

/** `API a1b2c3d4e5, stage prod` */
export const targetOf = ({ restApiId, stage }: BasePathMapping): string =>
  `API ${restApiId}${stage ? `, stage ${stage}` : ''}`;

/** `edge-optimized`, as AWS names the endpoint in sentences. */
export const endpointName = (endpoint: DomainEndpoint): string => (endpoint === 'EDGE' ? 'edge-optimized' : 'regional');

export const endpointsOf = ({ endpointConfiguration }: DomainName): readonly string[] =>
  endpointConfiguration?.types ?? [];

/** The certificate of this endpoint. That of a domain without this endpoint is no certificate of apikit's stage. */
export const certificateOf = (domain: DomainName, endpoint: DomainEndpoint): string | undefined => {
  const { regionalCertificateArn, certificateArn } = domain;
  if (!isOfApikit(domain)) return regionalCertificateArn ?? certificateArn;
  return endpoint === 'EDGE' ? certificateArn : regionalCertificateArn;
};

/** The host that the name of the domain has to lead to, and its hosted zone: those of this endpoint if there is one. */
export function hostOf(domain: DomainName, endpoint: DomainEndpoint): { host: string; zone: string | undefined } {
  const regional = { host: domain.regionalDomainName, zone: domain.regionalHostedZoneId };
  const edge = { host: domain.distributionDomainName, zone: domain.distributionHostedZoneId };
  const [wanted, other] = endpoint === 'EDGE' ? [edge, regional] : [regional, edge];
  const { host = '', zone } = wanted.host === undefined ? other : wanted;
  return { host, zone };
}

/** The hosts of all endpoints of a domain. */
export const hostsOf = ({ regionalDomainName, distributionDomainName }: DomainName): string[] =>
  [regionalDomainName, distributionDomainName].flatMap((host) => (host === undefined ? [] : [host]));
