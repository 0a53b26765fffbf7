/** The searches of all kinds in one place. Reads only. */
import { DEFINITIONS } from '../kinds/registry.ts';
import type { Search, SearchTarget } from '../kinds/search.ts';
import type { Census } from '../quotas/quota-use.ts';

export interface NamedSearch extends Search {
  readonly kind: string;
  /** The things that it looks for, in the plural. */
  readonly what: string;
}

/** Adds to `census` how many of the counted kinds exist. */
export function searches(target: SearchTarget, census: Census = {}): NamedSearch[] {
  return DEFINITIONS.flatMap(({ kind, plural, search }) => {
    const found = search?.in(target, census);
    return found ? [{ ...found, kind, what: search?.what ?? plural ?? kind }] : [];
  });
}

/** Returns the names of those ARNs that the search covers. */
export async function namedBy(arns: readonly string[], { ofArn }: Search): Promise<string[]> {
  const names = await Promise.all(arns.map(async (arn) => await ofArn(arn)));
  return names.filter((name) => name !== undefined);
}
