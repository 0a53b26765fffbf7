/**
 * Takes a stage down: what the configuration names and what else carries the stage's tags or names, until a search of every
 * service finds nothing more. Writes only in `destroyStage`. Killed at any point, the next run goes on from what is there.
 */
import type { Found } from '../aws/inventory/found.ts';
import { inventoryOfStage } from '../aws/inventory/of-stage.ts';
import type { StageConfig } from '../config/config.ts';
import type { Outcome } from '../engine/apply.ts';
import { destroy } from '../engine/destroy.ts';
import { attributesOf, observe } from '../engine/observe.ts';
import { type Plan, type PlanStep, planRemoval } from '../engine/plan.ts';
import type { Resource } from '../engine/resource.ts';
import { formerResource } from '../stack/former.ts';
import { stageTags } from '../stack/tags.ts';
import { knownStage } from './desired-stage.ts';
import { createRun, type ObservedStage, type RunParts } from './stage-run.ts';
import { unfinished } from './unfinished.ts';

export interface DoomedStage {
  readonly config: StageConfig;
  readonly parts: RunParts;
  readonly deleteData: boolean;
  readonly resources: Resource[];
  readonly observed: ObservedStage;
  readonly plan: Plan;
}

/** Something with the stage's tags or names that is still there at the end, and why. */
export interface Leftover extends Found {
  readonly why: 'data' | 'client' | 'unknown';
}

export interface DestroyedStage {
  readonly removed: Outcome['done'];
  readonly kept: PlanStep[];
  readonly left: Leftover[];
}

/** Reads only. */
export async function planDestroy(
  config: StageConfig,
  parts: RunParts,
  { deleteData }: { deleteData: boolean },
): Promise<DoomedStage> {
  const known = knownStage(config, parts.facts);
  const run = createRun(new Map(), parts);
  const [first, found] = await Promise.all([observe(known, run), search(config, parts)]);
  const former = formerAmong(found, known, first.observed, config);
  const rest = await observe(former, run, attributesOf(first));
  const observation = {
    observed: new Map([...first.observed, ...rest.observed]),
    readAt: new Map([...first.readAt, ...rest.readAt]),
  };
  const resources = [...known, ...former];
  const plan = planRemoval(resources, observation, { deleteData });
  return { config, parts, deleteData, resources, observed: { run, observation }, plan };
}

/** A second API with our tags, or what an interrupted run left behind the first, comes to light when the first is gone. */
const ROUNDS = 3;

/** Throws `DestroyFailed` or `Interrupted`, saying what is done and what is not. */
export async function destroyStage(stage: DoomedStage, command: string): Promise<DestroyedStage> {
  const removed: Outcome['done'] = [];
  let { plan, resources, observed } = stage;
  const kept = plan.steps.filter((step) => step.kept !== undefined);
  for (let round = 1; ; round += 1) {
    const outcome = await destroy(plan, { resources, observation: observed.observation }, observed.run);
    removed.push(...outcome.done);
    if (outcome.failed.length > 0 || outcome.interrupted)
      throw unfinished('Destroy', { ...outcome, done: removed }, command);
    const left = (await search(stage.config, stage.parts)).map((found) => ({ ...found, why: reason(found, stage) }));
    if (round === ROUNDS || left.every(({ why }) => why !== 'unknown')) return { removed, kept, left };
    ({ plan, resources, observed } = await planDestroy(stage.config, stage.parts, stage));
  }
}

async function search({ app, stage }: StageConfig, { clients, facts }: RunParts): Promise<Found[]> {
  return await inventoryOfStage({ clients, target: facts }, { app, stage });
}

/** What was found and is nothing that the configuration names. Keys belong to their clients (design decision 7). */
function formerAmong(
  found: readonly Found[],
  known: readonly Resource[],
  observed: ObservedStage['observation']['observed'],
  config: StageConfig,
): Resource[] {
  const owner = { ...config, tags: stageTags(config) };
  const arns = new Set([...observed.values()].map(({ attributes }) => attributes.arn));
  const former = new Map<string, Resource>();
  for (const { kind, name, arn } of found) {
    if (kind === 'api-key' || arns.has(arn)) continue;
    const resource = formerResource(kind, name, owner);
    former.set(resource.id, resource);
  }
  // A second thing of the same name is looked at when the first is gone.
  return [...former.values()].filter(({ id }) => !known.some((resource) => resource.id === id));
}

function reason({ kind }: Found, { deleteData }: DoomedStage): Leftover['why'] {
  if (kind === 'api-key') return 'client';
  return kind === 'table' && !deleteData ? 'data' : 'unknown';
}
