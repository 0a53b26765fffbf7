/**
 * Removes a stage: everything that the configuration names, and everything else with the stage's tags or names, until a
 * search of all services finds nothing more. Only `destroyStage` writes. If it is killed at any point, the next run
 * continues with what still exists.
 */
import type { InventoryItem } from '../aws/inventory/inventory-item.ts';
import { inventoryOfStage, type StageInventory } from '../aws/inventory/of-stage.ts';
import { definitionOf, formerResource } from '../aws/kinds/registry.ts';
import type { Unsearched } from '../aws/sdk/unsearched.ts';
import type { StageConfig } from '../config/config.ts';
import type { ApplyResult } from '../engine/apply.ts';
import { destroy, searchFailure } from '../engine/destroy.ts';
import { attributesOf, type Observation, observe } from '../engine/observe.ts';
import { type Plan, type PlanStep, planRemoval } from '../engine/plan.ts';
import type { Observed, Resource } from '../engine/resource.ts';
import { stageTags } from '../naming/tags.ts';
import { unfinished } from './deploy/unfinished.ts';
import { knownStage } from './desired/desired-stage.ts';
import { type FoundResource, mergeObservations, observationOf } from './found-resources.ts';
import { duplicatesOfFormer } from './leftovers/duplicates.ts';
import { consumersOfFormer, distinct, formerConsumers, formerSteps } from './leftovers/former-consumers.ts';
import { domainsOfDoor, formerDomains, withoutTwins } from './leftovers/former-domains.ts';
import { formerLayers } from './leftovers/former-layers.ts';
import { unwantedResources } from './leftovers/unwanted.ts';
import { refuseOtherStages } from './other-stages.ts';
import { createRun, type ObservedStage, type RunParts } from './stage-run.ts';

export interface PlannedDestroy {
  readonly config: StageConfig;
  readonly parts: RunParts;
  readonly deleteData: boolean;
  /** Whether the API keys of the stage's clients are removed, too. */
  readonly deleteKeys: boolean;
  readonly resources: Resource[];
  readonly observed: ObservedStage;
  readonly plan: Plan;
  /**
   * The log groups that existed at the beginning. Some names contain the ID of an API that does not exist at the end.
   */
  readonly logGroups: readonly string[];
}

/** Something with the stage's tags or names that still exists at the end, and why. */
export interface Leftover extends InventoryItem {
  readonly why: 'data' | 'client' | 'unknown';
}

export interface DestroyedStage {
  readonly removed: ApplyResult['done'];
  readonly kept: PlanStep[];
  readonly left: Leftover[];
  /** Services that could not be searched, so that `left` says nothing about them. */
  readonly unsearched: readonly Unsearched[];
}

type DestroyOptions = Pick<PlannedDestroy, 'deleteData' | 'deleteKeys'> & Partial<Pick<PlannedDestroy, 'logGroups'>>;

/** Reads only. Throws `OtherStages`. */
export async function planDestroy(
  config: StageConfig,
  parts: RunParts,
  { deleteData, deleteKeys, logGroups: before = [] }: DestroyOptions,
): Promise<PlannedDestroy> {
  // The search does not find every kind that apikit.yaml turns off, so those without a search are read by name.
  const unwanted = unwantedResources(config).filter(({ kind }) => !definitionOf(kind).search);
  const known = [...knownStage(config, parts.facts), ...unwanted].filter(({ kind }) => !GOES_WITH_STAGE.has(kind));
  const run = createRun(new Map(), parts);
  const [first, { found }] = await Promise.all([observe(known, run), search(config, parts, before)]);
  const present = known.flatMap((resource) => {
    const observed = first.observed.get(resource.id);
    return observed ? [{ resource, observed }] : [];
  });
  const searched = formerAmong(found, known, first.observed, config, deleteKeys);
  // Consumers take their names from their tables and queues, and no listing says whose they are.
  // Several traces can lead to the same resource, such as the role with which API Gateway sends.
  const former = distinct([
    ...searched,
    ...formerConsumers(config, present),
    ...consumersOfFormer(config, searched),
    ...formerSteps(config, first.observed),
    ...formerDomains(config, first.observed),
    ...formerLayers(config, known, first.observed),
  ]);
  const observing = mergeObservations(first, await observe(former, run, attributesOf(first)));
  const ofDoors = former.flatMap(({ id, kind }) => {
    const door = kind === 'rest-api' || kind === 'http-api' ? observing.observed.get(id) : undefined;
    return door ? domainsOfDoor({ stage: config.stage }, door, id) : [];
  });
  const single = mergeObservations(observing, await observe(ofDoors, run, attributesOf(observing)));
  const { others, ofDoors: domains } = withoutTwins([...known, ...former], ofDoors, single.observed);
  const wanted = known.filter((one) => others.includes(one));
  const further = [...former.filter((one) => others.includes(one)), ...domains];
  const twice = [...wanted, ...further].flatMap((resource) => duplicatesIn(single.observed, resource));
  const observation = mergeObservations(single, observationOf(twice, parts.clock.now()));
  const groups = idsOf('log-group', further);
  const firewalls = idsOf('web-acl', [...wanted, ...further]);
  const resources = [
    ...wanted.map((one) => inOrder(one, groups, firewalls)),
    ...further,
    ...twice.map((one) => one.resource),
  ];
  const plan = planRemoval(resources, observation, { deleteData });
  await refuseOtherStages(config, plan, observation.observed, parts.clients);
  const logGroups = [...new Set([...before, ...groupNames(resources, observation)])];
  return { config, parts, deleteData, deleteKeys, resources, observed: { run, observation }, plan, logGroups };
}

/**
 * The association of a firewall ends with its stage. As long as the stage serves, the firewall must protect it: a
 * destroy may fail, or be interrupted, before it deletes the stage.
 */
const GOES_WITH_STAGE: ReadonlySet<string> = new Set(['web-acl-association']);

const idsOf = (wanted: string, resources: readonly Resource[]) =>
  resources.filter(({ kind }) => kind === wanted).map(({ id }) => id);

/**
 * A resource that writes to former log groups goes before them: otherwise it would create them again
 * (docs/aws/logs.md). A stage goes before its firewall.
 */
function inOrder(resource: Resource, groups: readonly string[], firewalls: readonly string[]): Resource {
  const others = { stage: [...groups, ...firewalls], function: groups }[resource.kind];
  return others ? { ...resource, after: [...(resource.after ?? []), ...others] } : resource;
}

function groupNames(resources: readonly Resource[], { observed }: Observation): string[] {
  const groups = resources.filter(({ kind }) => kind === 'log-group');
  return groups.flatMap(({ id }) => (observed.get(id)?.attributes.name as string | undefined) ?? []);
}

/** Rounds of search and removal. Removing what an interrupted run left may reveal more. */
const ROUNDS = 3;

/** Throws `DestroyFailed` or `Interrupted`, which say what is done and what is not. */
export async function destroyStage(stage: PlannedDestroy, command: string): Promise<DestroyedStage> {
  const removed: ApplyResult['done'] = [];
  let { plan, resources, observed } = stage;
  const kept = plan.steps.filter((step) => step.kept !== undefined);
  /** Reports what was removed even if the search for the rest fails. */
  async function searching<T>(look: () => Promise<T>): Promise<T> {
    try {
      return await look();
    } catch (error) {
      throw unfinished(
        'Destroy',
        { ...searchFailure('final search', error, observed.run.signal), done: removed },
        command,
      );
    }
  }
  for (let round = 1; ; round += 1) {
    const outcome = await destroy(plan, { resources, observation: observed.observation }, observed.run);
    removed.push(...outcome.done);
    if (outcome.failed.length > 0 || outcome.interrupted)
      throw unfinished('Destroy', { ...outcome, done: removed }, command);
    const { found, unsearched } = await searching(() => search(stage.config, stage.parts, stage.logGroups));
    const left = found.map((one) => ({ ...one, why: reason(one, stage) }));
    if (round === ROUNDS || left.every(({ why }) => why !== 'unknown')) return { removed, kept, left, unsearched };
    ({ plan, resources, observed } = await searching(() => planDestroy(stage.config, stage.parts, stage)));
  }
}

async function search(
  { app, stage }: StageConfig,
  { clients, facts }: RunParts,
  logGroups: readonly string[],
): Promise<StageInventory> {
  return await inventoryOfStage({ clients, facts }, { app, stage }, logGroups);
}

/**
 * The resources that the search found and the configuration does not name. API keys belong to the clients, and are
 * removed only if the user asks for it.
 */
function formerAmong(
  found: readonly InventoryItem[],
  known: readonly Resource[],
  observed: ObservedStage['observation']['observed'],
  config: StageConfig,
  deleteKeys: boolean,
): Resource[] {
  const owner = { ...config, tags: stageTags(config) };
  const seen = [...observed.values()].flatMap((one) => [one, ...(one.duplicates ?? [])]);
  const arns = new Set(seen.map(({ attributes }) => attributes.arn));
  const former = new Map<string, Resource>();
  for (const { kind, name, arn } of found) {
    if (arns.has(arn) || (kind === 'api-key' && !deleteKeys)) continue;
    const resource = formerResource(kind, name, owner, arn);
    former.set(resource.id, resource);
  }
  // A second resource with a known name is found in the next round, when the first one is removed.
  return [...former.values()].filter(({ id }) => !known.some((resource) => resource.id === id));
}

/** All duplicates are removed with the stage, even if something uses them. */
function duplicatesIn(observed: ReadonlyMap<string, Observed>, resource: Resource): FoundResource[] {
  return duplicatesOfFormer(resource, observed.get(resource.id)).map((one) => {
    const { inUse: _, ...unused } = one.observed;
    return { ...one, observed: unused };
  });
}

function reason({ kind }: InventoryItem, { deleteData, deleteKeys }: PlannedDestroy): Leftover['why'] {
  if (kind === 'api-key' && !deleteKeys) return 'client';
  return definitionOf(kind).former?.keep === 'data' && !deleteData ? 'data' : 'unknown';
}
