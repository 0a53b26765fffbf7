/**
 * Resources with our tags that belong to no API: tables that `destroy` kept, and the remains of an interrupted run.
 * Reads only: one listing for each service, and one call for each resource that may be a leftover by its name.
 */
import { mapWithConcurrency } from '../../map-with-concurrency.ts';
import { baseName } from '../../naming/names.ts';
import { ourFunctions } from '../kinds/function/search.ts';
import type { SearchTarget } from '../kinds/search.ts';
import { isOwner, type Owner, ownerOf } from '../ownership/owner.ts';
import { type QuotaUse, quotaUses } from '../quotas/quota-use.ts';
import { searchOrSkip, type Unsearched } from '../sdk/unsearched.ts';
import { taggedArns } from './by-tags.ts';
import { byOwner, CALLS_AT_ONCE, type InventoryItem } from './inventory-item.ts';
import type { Listings } from './listed.ts';
import { namesInUse } from './names-in-use.ts';
import { otherFrontDoors } from './other-front-doors.ts';
import { type NamedSearch, namedBy, searches } from './searches.ts';
import type { StageSummary } from './stage-summary.ts';

export interface LeftOver {
  readonly orphans: InventoryItem[];
  /** The quotas and their use, as far as the listings show it, the fullest first. */
  readonly quotas: QuotaUse[];
}

/** Reads whose results the list of stages needs, too. */
interface SharedReads {
  readonly listing: Promise<Listings>;
  readonly functions: ReturnType<typeof ourFunctions>;
  /** The stages with another front door than a REST API. */
  readonly others: Promise<StageSummary[]>;
}

export function sharedReads(target: SearchTarget, listing: Promise<Listings>, unsearched: Unsearched[]): SharedReads {
  const functions = searchOrSkip('the tables of functions', unsearched, [], () => ourFunctions(target));
  return { listing, functions, others: functions.then((found) => otherFrontDoors(target, found)) };
}

export async function leftOver(
  target: SearchTarget,
  { listing, functions: listed, others }: SharedReads,
  unsearched: Unsearched[],
): Promise<LeftOver> {
  const [{ found, apis, census: counted }, functions, ofOthers, tagged] = await Promise.all([
    listing,
    listed,
    others,
    searchOrSkip('resources with tags of apikit and other names', unsearched, [], () => taggedArns(target)),
  ]);
  const live = [...apis.flatMap(({ tags }) => ownerOf(tags) ?? []), ...ofOthers];
  const ofLive = new Set(live.map(baseName));
  const isLive = (owner: Owner) => ofLive.has(baseName(owner)) && live.some((one) => isOwner(one, owner));

  const covered = namesInUse(live, functions, target.facts.region);
  const known = new Set(found.map(({ arn }) => arn));
  async function look(search: NamedSearch): Promise<InventoryItem[]> {
    const own = (await search.all()).filter((name) => !covered.has(name));
    const others = (await namedBy(tagged, search)).filter((name) => !covered.has(name) && !own.includes(name));
    const read = await mapWithConcurrency(
      CALLS_AT_ONCE,
      [...own, ...others],
      async (name): Promise<InventoryItem[]> => {
        const arn = search.arn(name);
        const owner = known.has(arn) ? undefined : ownerOf(await search.tags(name));
        // A live stage may have resources under other names.
        if (!owner || ((search.usedByLiveStage || others.includes(name)) && isLive(owner))) return [];
        return [{ kind: search.kind, name, arn: search.arn(name), ...owner }];
      },
    );
    return read.flat();
  }
  const census = { ...counted };
  const named = await Promise.all(
    searches(target, census).map((search) => searchOrSkip(search.what, unsearched, [], () => look(search))),
  );
  const orphans = [...found.filter((thing) => !isLive(thing)), ...named.flat()];
  return { orphans: orphans.sort(byOwner), quotas: quotaUses(census) };
}
