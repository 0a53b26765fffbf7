/**
 * What belongs to a stage and is no longer in its configuration. Reads only, and where nothing is left over at most one call:
 *
 *   usage plans, alarms   from the listings that reading the wanted ones makes anyway
 *   topic                 asked for by its name where none is wanted
 *   tables                those that the live function knows; all of the account's, where a table is about to be made
 *   user pools            where some are wanted, or the release names some: all of the account's
 *   indexes, consumers    from what the tables themselves tell (former-consumers.ts)
 *   duplicates            what the reading of the wanted ones turned up besides (duplicates.ts)
 */
import type { StageConfig } from '../config/config.ts';
import { type Observation, observe } from '../engine/observe.ts';
import type { Observed, Resource } from '../engine/resource.ts';
import { contextOf, kindOf, type Run } from '../engine/run.ts';
import { type FormerKind, formerResource } from '../stack/former.ts';
import { baseName, topicName } from '../stack/names.ts';
import type { Tags } from '../stack/properties.ts';
import { stageTags } from '../stack/tags.ts';
import { duplicatesOfFormer, duplicatesOfWanted } from './duplicates.ts';
import { formerConsumers, indexesLeftOver } from './former-consumers.ts';
import { type FoundResource, observationOf, together } from './found-resources.ts';

/** Kinds whose listing is shared with the reading of what is wanted. */
const LISTED = ['usage-plan', 'alarm'] as const;

export interface Orphans {
  readonly orphans: Resource[];
  /** What was given, and the orphans besides. */
  readonly observation: Observation;
}

/** `observing` may still be under way: what does not depend on it is looked for meanwhile, and listings are shared. */
export async function findOrphans(
  config: StageConfig,
  desired: readonly Resource[],
  observing: Promise<Observation>,
  run: Run,
): Promise<Orphans> {
  const owner = { ...config, tags: stageTags(config) };
  const wanted = new Set(desired.map(({ kind, name }) => `${kind} ${name}`));
  const former = (kind: FormerKind, names: readonly string[]) =>
    names.filter((name) => !wanted.has(`${kind} ${name}`)).map((name) => formerResource(kind, name, owner));

  const [observation, ...found] = await Promise.all([
    observing,
    ...LISTED.map(async (kind) => await look(former(kind, await ownedNames(kind, owner.tags, run)), run)),
    look(former('topic', [topicName(config)]), run),
  ]);
  const tables = await formerTables(config, desired, observation, owner.tags, run);
  const left = await look(former('table', tables), run);
  const present = desired.flatMap((resource) => {
    const observed = observation.observed.get(resource.id);
    return observed ? [{ resource, observed }] : [];
  });
  const all = [
    ...found.flat(),
    ...left,
    ...(await look(formerConsumers(config, [...present, ...left]), run)),
    ...indexesLeftOver(desired, observation.observed),
    ...(await look(former('user-pool', await formerPools(desired, observation, owner.tags, run)), run)),
    ...duplicatesOfWanted(desired, observation.observed),
  ];
  return {
    orphans: all.map(({ resource }) => resource),
    observation: together(observation, observationOf(all, run.clock.now())),
  };
}

/** Those of the candidates that are there and ours, and what their removal means for others. */
async function look(candidates: readonly Resource[], run: Run): Promise<FoundResource[]> {
  const { observed } = await observe(candidates, run, new Map());
  const ours = candidates.flatMap((resource) => {
    const found = observed.get(resource.id);
    return found?.owned ? [{ resource, observed: found }, ...duplicatesOfFormer(resource, found)] : [];
  });
  const explained = ours.map(async (one) => ({
    ...one,
    observed: await withConsequence(one.resource, one.observed, run),
  }));
  return await Promise.all(explained);
}

async function ownedNames(kind: FormerKind, tags: Tags, run: Run): Promise<string[]> {
  return (await run.kinds.get(kind)?.ownedNames?.(tags)) ?? [];
}

/** A table is named by the function that uses it; one that was dropped before, or a first deploy that broke off, is not. */
async function formerTables(
  config: StageConfig,
  desired: readonly Resource[],
  { observed }: Observation,
  tags: Tags,
  run: Run,
): Promise<string[]> {
  const missing = desired.some(({ id, kind }) => kind === 'table' && !observed.has(id));
  return missing ? await ownedNames('table', tags, run) : tablesInUse(config, observed);
}

/** Pools cost a listing, which stages without any do not make. */
async function formerPools(
  desired: readonly Resource[],
  { observed }: Observation,
  tags: Tags,
  run: Run,
): Promise<string[]> {
  const some = desired.some(({ kind }) => kind === 'user-pool') || observed.get('release')?.properties.pools;
  return some ? await ownedNames('user-pool', tags, run) : [];
}

/** Physical names of the stage's tables that the live function has in its environment. */
export function tablesInUse(config: StageConfig, observed: ReadonlyMap<string, Observed>): string[] {
  const environment = (observed.get('function')?.properties.environment ?? {}) as Record<string, string>;
  const ours = Object.entries(environment).filter(
    ([variable, name]) => variable.startsWith('TABLE_') && name.startsWith(`${baseName(config)}-`),
  );
  return [...new Set(ours.map(([, name]) => name))];
}

async function withConsequence(orphan: Resource, observed: Observed, run: Run): Promise<Observed> {
  const consequence = await kindOf(run, orphan).consequence?.(observed, contextOf(run, orphan));
  return consequence === undefined ? observed : { ...observed, consequence };
}
