/**
 * Finds the API that a custom domain maps a request to. The mapping with the most segments of the path wins; without
 * any, the gateway refuses the request, as AWS does (docs/aws/custom-domains.md).
 */
import type { Cloud, Scope } from '../cloud/cloud.ts';
import type { BasePathMapping, DomainName } from '../state/apis/model.ts';
import { NO_BASE_PATH } from '../state/apis/no-base-path.ts';
import { servingDomain } from '../state/apis/serving-domain.ts';
import type { GatewayTarget } from './invocation.ts';

/** Returns `undefined` for a host that is no custom domain. */
export type FindDomainTarget = (host: string, url: string) => GatewayTarget | undefined;

/** The stage of an HTTP API whose name no path has. */
const DEFAULT_STAGE = '$default';

export function createDomainFinder(cloud: Cloud): FindDomainTarget {
  const { account } = cloud.options;
  return (host, url) => {
    const name = host.replace(/:\d+$/, '').toLowerCase();
    if (!name.includes('.') || /^[\d.]+$/.test(name)) return undefined;
    for (const region of cloud.regions()) {
      const scope = { account, region };
      const domain = findDomain(cloud, scope, name);
      if (domain) return targetIn(cloud, scope, { domain, name, url });
    }
    return undefined;
  };
}

function findDomain(cloud: Cloud, scope: Scope, name: string): DomainName | undefined {
  const domains = cloud.collection<DomainName>(scope, 'apigateway.domainNames');
  if (domains.size === 0) return undefined;
  const found = servingDomain(domains, name);
  if (found === undefined) return undefined;
  return cloud.transitions.effective(scope, 'domainName', found, domains.get(found));
}

interface Asked {
  /** Its name may begin with `*.`. */
  readonly domain: DomainName;
  /** The name in the request. */
  readonly name: string;
  readonly url: string;
}

function targetIn(cloud: Cloud, scope: Scope, { domain, name, url }: Asked): GatewayTarget {
  const mappings = cloud.collection<BasePathMapping>(scope, 'apigateway.basePathMappings');
  const [, path = '/', query = ''] = /^([^?]*)(.*)$/s.exec(url) ?? [];
  const segments = path.replace(/^\/+/, '').split('/');
  const { domainName, truststore } = domain;
  const served = {
    host: 'domain' as const,
    domain: { name, path: path === '' ? '/' : path, ...(truststore !== undefined && { truststore }) },
  };
  for (let count = segments.length; count >= 0; count -= 1) {
    const basePath = count === 0 ? NO_BASE_PATH : segments.slice(0, count).join('/');
    const mapping = mappings.get(`${domainName}/${basePath}`);
    if (!mapping) continue;
    const rest = `/${segments.slice(count).join('/')}`;
    return {
      ...served,
      domain: { ...served.domain, ...(mapping.stage !== undefined && { stage: mapping.stage }) },
      apiId: mapping.restApiId,
      rawPath: `${mapping.stage && mapping.stage !== DEFAULT_STAGE ? `/${mapping.stage}` : ''}${rest}${query}`,
    };
  }
  return { ...served, apiId: '', rawPath: url };
}
