/**
 * Custom domains that the stage no longer has. The tag of its API names them until they are gone, so a stage without a
 * domain costs no call. Pure.
 */
import type { StageConfig } from '../../config/config.ts';
import type { Observed, Resource } from '../../engine/resource.ts';
import { domainAddress, formerDomainResources } from '../../stack/domain.ts';
import { findObserved } from '../../stack/ids.ts';

/** The mappings that the stage no longer has. A domain of which it keeps another base path stays. */
export function formerDomains(
  { domain, stage }: Pick<StageConfig, 'domain' | 'stage'>,
  observed: ReadonlyMap<string, Observed>,
): Resource[] {
  const api = findObserved(observed, 'api');
  if (!api?.owned) return [];
  return domainsOfDoor({ domain, stage }, api, 'api');
}

/**
 * The domains that lead to an API of the stage and are not wanted. `door` is the ID of that API among the resources. It
 * goes after its domains, because API Gateway deletes no API to which a domain leads.
 */
export function domainsOfDoor(
  { domain, stage }: Pick<StageConfig, 'domain' | 'stage'>,
  { attributes: { domains, id }, properties: { endpointType } }: Observed,
  door: string,
): Resource[] {
  // A function URL has no tag.
  if (typeof domains !== 'string' || typeof id !== 'string') return [];
  const endpoint = endpointType === 'EDGE' ? 'EDGE' : 'REGIONAL';
  const wanted = domain && domainAddress(domain);
  const former = domains.split(' ').filter((address) => address !== wanted);
  const kept = new Set(domain && [domain.name]);
  return former.flatMap((address) => {
    const [name = '', ...segments] = address.split('/');
    const basePath = segments.length === 0 ? {} : { basePath: segments.join('/') };
    const resources = formerDomainResources({ name, ...basePath }, { api: id, stage, endpoint, door });
    const own = resources.filter(({ kind }) => kind === 'base-path-mapping' || !kept.has(name));
    kept.add(name);
    return own;
  });
}

/**
 * Two front doors of a stage may have had one domain, and the resources of both name its parts. Leaves out those that
 * cannot be removed in the name of one door, and are named by the other one, too.
 */
export function withoutTwins(
  others: readonly Resource[],
  ofDoors: readonly Resource[],
  observed: ReadonlyMap<string, Observed>,
): { others: Resource[]; ofDoors: Resource[] } {
  const isFree = ({ id, keep }: Resource) => {
    const found = observed.get(id);
    return keep === undefined && found?.owned === true && found.inUse === undefined;
  };
  const twinIn = (all: readonly Resource[], { kind, name }: Resource) =>
    all.find((one) => one.kind === kind && one.name === name);
  return {
    others: others.filter((one) => {
      const twin = isFree(one) ? undefined : twinIn(ofDoors, one);
      return twin === undefined || !isFree(twin);
    }),
    ofDoors: ofDoors.filter((one) => isFree(one) || twinIn(others, one) === undefined),
  };
}
