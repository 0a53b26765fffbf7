/**
 * What belongs to a stage and is no longer in its configuration. Reads only, and where nothing is left over at most one call:
 *
 *   usage plans, alarms   from the listings that reading the wanted ones makes anyway
 *   topic                 asked for by its name where none is wanted
 *   tables                those that the live function knows; all of the account's, where a table is about to be made
 */
import type { StageConfig } from '../config/config.ts';
import { type Observation, observe } from '../engine/observe.ts';
import type { Observed, Resource } from '../engine/resource.ts';
import { contextOf, kindOf, type Run } from '../engine/run.ts';
import { type FormerKind, formerResource, formerTopic } from '../stack/former.ts';
import { baseName } from '../stack/names.ts';
import { stageTags } from '../stack/tags.ts';

/** Kinds whose listing is shared with the reading of what is wanted. */
const LISTED = ['usage-plan', 'alarm'] as const;

/** `observed` may still be under way: listings are made while it is, so that both share them. */
export async function findOrphans(
  config: StageConfig,
  desired: readonly Resource[],
  observed: Promise<Observation>,
  run: Run,
): Promise<{ orphans: Resource[]; observation: Observation }> {
  const owner = { ...config, tags: stageTags(config) };
  const wanted = new Set(desired.map(({ kind, name }) => `${kind} ${name}`));
  const former = (kind: FormerKind, names: readonly string[]) =>
    names.filter((name) => !wanted.has(`${kind} ${name}`)).map((name) => formerResource(kind, name, owner));
  const listed = LISTED.map(async (kind) => former(kind, (await run.kinds.get(kind)?.ownedNames?.(owner.tags)) ?? []));
  const topic = desired.some(({ kind }) => kind === 'topic') ? [] : [formerTopic(owner)];
  const [observation, ...found] = await Promise.all([observed, ...listed]);
  const tables = former('table', await formerTables(config, desired, observation, owner.tags, run));

  const candidates = [...found.flat(), ...topic, ...tables];
  const known = new Map([...observation.observed].map(([id, { attributes }]) => [id, attributes]));
  const there = await observe(candidates, run, known);
  const orphans = candidates.filter(({ id }) => there.observed.get(id)?.owned);
  const consequences = await Promise.all(
    orphans.map(
      async (orphan) => [orphan.id, await withConsequence(orphan, there.observed.get(orphan.id)!, run)] as const,
    ),
  );
  return {
    orphans,
    observation: {
      observed: new Map([...observation.observed, ...consequences]),
      readAt: new Map([...there.readAt, ...observation.readAt]),
    },
  };
}

/** A table is named by the function that uses it; one that was dropped before, or a first deploy that broke off, is not. */
async function formerTables(
  config: StageConfig,
  desired: readonly Resource[],
  { observed }: Observation,
  tags: Record<string, string>,
  run: Run,
): Promise<string[]> {
  const missing = desired.some(({ id, kind }) => kind === 'table' && !observed.has(id));
  if (missing) return (await run.kinds.get('table')?.ownedNames?.(tags)) ?? [];
  return tablesInUse(config, observed);
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
