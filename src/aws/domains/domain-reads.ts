/** Reads custom domains with their mappings, and says who else needs them. Reads only. */
import {
  type BasePathMapping,
  type DomainName,
  GetBasePathMappingsCommand,
  GetDomainNameCommand,
} from '@aws-sdk/client-api-gateway';
import { DOMAIN_TAG } from '../../naming/tags.ts';
import type { Clients } from '../sdk/clients.ts';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';

export interface FoundDomain {
  readonly domain: DomainName;
  readonly mappings: readonly BasePathMapping[];
}

/** More than a domain may have (docs/aws/quotas.md). */
const MOST_MAPPINGS = 500;

export async function readDomain(
  clients: Pick<Clients, 'apiGateway'>,
  domainName: string,
): Promise<FoundDomain | undefined> {
  const client = await clients.apiGateway();
  const domain = await undefinedIfNotFound(client.send(new GetDomainNameCommand({ domainName })));
  if (!domain) return undefined;
  const listing = new GetBasePathMappingsCommand({ domainName, limit: MOST_MAPPINGS });
  const listed = await undefinedIfNotFound(client.send(listing));
  return { domain, mappings: listed?.items ?? [] };
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

/** The base path of a mapping without one. */
export const NO_BASE_PATH = '(none)';

/** `api.example.com/v1`, `api.example.com` */
export const mappedName = (domain: string, basePath = NO_BASE_PATH): string =>
  basePath === NO_BASE_PATH ? domain : `${domain}/${basePath}`;

/** The certificate of a domain, whatever its endpoint. */
export const certificateOf = ({ regionalCertificateArn, certificateArn }: DomainName): string | undefined =>
  regionalCertificateArn ?? certificateArn;

/** The host that the name of the domain has to lead to. */
export const hostOf = ({ regionalDomainName, distributionDomainName }: DomainName): string =>
  regionalDomainName ?? distributionDomainName ?? '';
