/** Everything that has the tags or the names of one stage, in all services that apikit uses. Reads only. */
import { APP_TAG } from '../../naming/tags.ts';
import type { SearchTarget } from '../kinds/search.ts';
import { isOwner, type Owner, ownerOf } from '../ownership/owner.ts';
import { searchOrSkip, type Unsearched } from '../sdk/unsearched.ts';
import { taggedArns } from './by-tags.ts';
import type { InventoryItem } from './inventory-item.ts';
import { listings } from './listed.ts';
import { type NamedSearch, namedBy, searches } from './searches.ts';

export interface StageInventory {
  readonly found: InventoryItem[];
  readonly unsearched: Unsearched[];
}

/** `logGroups` are names that belonged to the stage before, for example with the ID of an API that no longer exists. */
export async function inventoryOfStage(
  target: SearchTarget,
  { app, stage }: Owner,
  logGroups: readonly string[] = [],
): Promise<StageInventory> {
  const owner = { app, stage };
  const isOurs = (other: Owner | undefined) => isOwner(other, owner);
  const unsearched: Unsearched[] = [];
  const [listed, tagged] = await Promise.all([
    listings(target, unsearched, owner),
    searchOrSkip('resources with the tags of this stage and other names', unsearched, [], () =>
      taggedArns(target, owner),
    ),
  ]);
  const apis = listed.apis.filter(({ tags }) => isOurs(ownerOf(tags))).map(({ id = '' }) => id);
  const known = new Set(listed.found.map(({ arn }) => arn));

  async function look(search: NamedSearch): Promise<InventoryItem[]> {
    const own = await search.ofStage(owner, { apis, logGroups });
    const others = await namedBy(tagged, search);
    const found = await Promise.all(
      [...new Set([...own, ...others])].map(async (name): Promise<InventoryItem[]> => {
        if (known.has(search.arn(name))) return [];
        const tags = await search.tags(name);
        const unclaimed = search.untaggedIsOurs && own.includes(name) && tags && tags[APP_TAG] === undefined;
        return isOurs(ownerOf(tags)) || unclaimed ? [{ kind: search.kind, name, arn: search.arn(name), ...owner }] : [];
      }),
    );
    return found.flat();
  }
  const named = await Promise.all(
    searches(target).map((search) => searchOrSkip(search.what, unsearched, [], () => look(search))),
  );
  return { found: [...listed.found.filter(isOurs), ...named.flat()], unsearched };
}
