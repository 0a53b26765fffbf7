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
  // Only a REST API has the tag.
  const { domains, id }: { domains?: unknown; id?: unknown } = api?.owned ? api.attributes : {};
  if (typeof domains !== 'string' || typeof id !== 'string') return [];
  const wanted = domain && domainAddress(domain);
  const former = domains.split(' ').filter((address) => address !== wanted);
  const kept = new Set(domain && [domain.name]);
  return former.flatMap((address) => {
    const [name = '', basePath] = address.split('/');
    const resources = formerDomainResources({ name, ...(basePath !== undefined && { basePath }) }, { api: id, stage });
    const own = resources.filter(({ kind }) => kind === 'base-path-mapping' || !kept.has(name));
    kept.add(name);
    return own;
  });
}
