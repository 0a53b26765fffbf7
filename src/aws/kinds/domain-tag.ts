/**
 * `DOMAIN_TAG` of an API: the custom domains with their base paths that lead to the stage, with a space in between. The
 * tag keeps what the stage no longer has until it is gone, so that an interrupted run loses nothing. Pure.
 */
import type { FieldChange } from '../../engine/resource.ts';

/** Returns the domains that the stage had and those that it should have, each once. */
export function allDomains(had: string | undefined, wanted: string | undefined): string | undefined {
  const all = new Set([had, wanted].flatMap((domains) => domains?.split(' ') ?? []));
  return all.size === 0 ? undefined : [...all].join(' ');
}

/** Marks the change of the tag as the last one if it only takes domains away. */
export const lastOfDomains =
  (had: string | undefined, wanted: string | undefined) =>
  (change: FieldChange): FieldChange =>
    change.path === 'domains' && allDomains(had, wanted) === had ? { ...change, last: true as const } : change;
