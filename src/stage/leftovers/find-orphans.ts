/**
 * Finds what belongs to a stage and is no longer in its configuration. Reads only. Each kind says where a deploy
 * notices a leftover (`Former.leftOver`), so that this costs at most one call if nothing is left. It also finds:
 *
 *   - what apikit.yaml turns off, one call each: `dashboard: false`
 *   - custom domains, which the tag of the API names (former-domains.ts)
 *   - indexes and consumers, which the tables and queues themselves show, and consumers of imported queues, one call if
 *     the function knows such a queue (former-consumers.ts)
 *   - duplicates, which the reads of the wanted resources found (duplicates.ts)
 */
import type { KindDefinition } from '../../aws/kinds/definition.ts';
import { DEFINITIONS, definitionOf, formerResource } from '../../aws/kinds/registry.ts';
import { searchOrSkip, type Unsearched } from '../../aws/sdk/unsearched.ts';
import type { StageConfig } from '../../config/config.ts';
import { attributesOf, type Observation, observe } from '../../engine/observe.ts';
import type { Observed, Resource } from '../../engine/resource.ts';
import { contextOf, kindOf, type Run } from '../../engine/run.ts';
import { baseName } from '../../naming/names.ts';
import { stageTags } from '../../naming/tags.ts';
import { type FoundResource, mergeObservations, observationOf } from '../found-resources.ts';
import type { ServedStage } from '../tables/serving-tables.ts';
import { duplicatesOfFormer, duplicatesOfWanted } from './duplicates.ts';
import {
  distinct,
  formerConsumers,
  formerOfImports,
  formerSteps,
  indexesLeftOver,
  knowsImports,
} from './former-consumers.ts';
import { domainsOfDoor, formerDomains } from './former-domains.ts';
import { beforeFormerDoors, formerFrontDoors, withoutFormerDoors } from './former-front-door.ts';
import { unwantedResources } from './unwanted.ts';

export interface Orphans {
  readonly orphans: Resource[];
  /** The observation that was passed in, and the orphans. */
  readonly observation: Observation;
  readonly unsearched: readonly Unsearched[];
}

/**
 * `removeOldApi` adds the front doors before a move. `observing` may still run: searches that do not depend on it run
 * meanwhile, and share its listings. `asNamed` has the wanted resources, with all tables under the stage's own names.
 */
export async function findOrphans(
  config: StageConfig,
  asNamed: readonly Resource[],
  observing: Promise<ServedStage>,
  run: Run,
  { removeOldApi = false }: { readonly removeOldApi?: boolean } = {},
): Promise<Orphans> {
  const owner = { ...config, tags: stageTags(config) };
  const wanted = new Set(asNamed.map(({ kind, name }) => `${kind} ${name}`));
  const former = (kind: string, names: readonly string[]) =>
    names.filter((name) => !wanted.has(`${kind} ${name}`)).map((name) => formerResource(kind, name, owner));

  const prefix = `${baseName(config)}-`;

  const unsearched: Unsearched[] = [];
  const listed = ({ kind, plural = kind }: KindDefinition) =>
    searchOrSkip(plural, unsearched, [], async () => (await run.kinds.get(kind)?.ownedNames?.(owner.tags)) ?? []);

  const [{ observation, resources: desired, left: servedBefore }, ...early] = await Promise.all([
    observing,
    ...DEFINITIONS.filter(({ former }) => former?.leftOver === 'listed').map(
      async (definition) => await look(former(definition.kind, await listed(definition)), run),
    ),
  ]);
  const { observed } = observation;
  for (const { kind, name } of [...desired, ...servedBefore.map(({ resource }) => resource)]) {
    if (kind === 'table') wanted.add(`table ${name}`);
  }
  const found = withoutWanted(early.flat(), desired, observed);
  for (const definition of DEFINITIONS) {
    const { kind, former: { leftOver } = {} } = definition;
    if (typeof leftOver !== 'function') continue;
    const seen = { owner, desired, observed, former: found.map((one) => one.observed) };
    const names = await leftOver(seen, () => listed(definition));
    const candidates = former(kind, names);
    const others = candidates.filter(({ name }) => kind === 'table' && !name.startsWith(prefix));
    const own = candidates.filter((one) => !others.includes(one));
    found.push(...(await look(own, run)));
    // A table without the stage's prefix may belong to somebody else, and only apikit.yaml permits to read it.
    const what = `the tables ${others.map(({ name }) => name).join(', ')}`;
    found.push(...(await searchOrSkip(what, unsearched, [], () => look(others, run))));
  }
  found.push(...(await look(unwantedResources(config), run, attributesOf(observation))));
  found.push(...(await look(formerDomains(config, observed), run)));
  const present = desired.flatMap((resource) => {
    const read = observed.get(resource.id);
    return read ? [{ resource, observed: read }] : [];
  });
  const doors = removeOldApi ? await look(formerFrontDoors(config), run) : [];
  const ofDoors = doors.flatMap(({ resource, observed: door }) => domainsOfDoor(config, door, resource.id));
  const gone = removeOldApi
    ? [...found.map(beforeFormerDoors), ...(await look(ofDoors, run)), ...doors]
    : withoutFormerDoors(found, config);
  const consumers = distinct([
    ...formerConsumers(config, [...present, ...found]),
    ...formerSteps(config, observed),
    ...(knowsImports(config, observed) ? formerOfImports(config, await listed(definitionOf('event-source'))) : []),
  ]);
  const all = [
    ...gone.map((one) => (one.resource.kind === 'topic' ? beforeAlarms(one, found) : one)),
    ...(await look(consumers, run)),
    ...indexesLeftOver(desired, observed),
    ...duplicatesOfWanted(desired, observed),
  ];
  return {
    orphans: all.map(({ resource }) => resource),
    observation: mergeObservations(observation, observationOf(all, run.clock.now())),
    unsearched,
  };
}

/**
 * Leaves out the wanted resources. A listing has an adopted usage plan under its present name, also if apikit.yaml
 * gives it another one: the deploy renames it.
 */
function withoutWanted(
  found: readonly FoundResource[],
  desired: readonly Resource[],
  observed: ReadonlyMap<string, Observed>,
): FoundResource[] {
  const arns = new Set(desired.map(({ id }) => observed.get(id)?.attributes.arn));
  return found.filter((one) => one.observed.attributes.arn === undefined || !arns.has(one.observed.attributes.arn));
}

/**
 * Only its alarms show that a topic exists, so the topic goes before the alarms that go with it: a run that is cut off
 * in between leaves something that the next run finds.
 */
function beforeAlarms(topic: FoundResource, others: readonly FoundResource[]): FoundResource {
  const after = others.flatMap(({ resource: { id, kind } }) => (kind === 'alarm' ? [id] : []));
  return { ...topic, resource: { ...topic.resource, after } };
}

/** The candidates that exist and are ours, with what their removal does to others. */
async function look(
  candidates: readonly Resource[],
  run: Run,
  known: ReadonlyMap<string, Observed['attributes']> = new Map(),
): Promise<FoundResource[]> {
  const { observed } = await observe(candidates, run, known);
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

async function withConsequence(orphan: Resource, observed: Observed, run: Run): Promise<Observed> {
  const consequence = await kindOf(run, orphan).consequence?.(observed, contextOf(run, orphan));
  return consequence === undefined ? observed : { ...observed, consequence };
}
