/**
 * What belongs to a stage and is no longer in its configuration. Reads only, and where nothing is left over at most one call:
 *
 *   usage plans, alarms   from the listings that reading the wanted ones makes anyway
 *   topic                 where an alarm still sends to it
 *   dashboard, budget,    where apikit.yaml says that there is to be none: a call each
 *   cost monitor
 *   metric filters        where the group of the access log counts more of them than are wanted
 *   tables                those that the live function knows; all of the account's, where a table is about to be made
 *   user pools            where some are wanted, or the release names some: all of the account's
 *   indexes, consumers    from what the tables themselves tell (former-consumers.ts)
 *   duplicates            what the reading of the wanted ones turned up besides (duplicates.ts)
 */
import type { FormerKind } from '../../aws/kinds/former-kind.ts';
import { searched, type Unsearched } from '../../aws/sdk/unsearched.ts';
import type { StageConfig } from '../../config/config.ts';
import { type Observation, observe } from '../../engine/observe.ts';
import type { Observed, Resource } from '../../engine/resource.ts';
import { contextOf, kindOf, type Run } from '../../engine/run.ts';
import { anomalyMonitorName, baseName, budgetName, dashboardName, topicName } from '../../naming/names.ts';
import type { Tags } from '../../naming/tags.ts';
import { stageTags } from '../../naming/tags.ts';
import { partitionOf } from '../../regions.ts';
import { formerResource } from '../../stack/former.ts';
import { type FoundResource, observationOf, together } from '../found-resources.ts';
import { functionEnvironment } from '../prepare/function-environment.ts';
import type { ServedStage } from '../tables/serving-tables.ts';
import { duplicatesOfFormer, duplicatesOfWanted } from './duplicates.ts';
import { formerConsumers, indexesLeftOver } from './former-consumers.ts';

/** Kinds whose listing is shared with the reading of what is wanted. */
const LISTED = ['usage-plan', 'alarm'] as const;

/** For people. */
const PLURALS: Readonly<Record<FormerKind, string>> = {
  'user-pool': 'user pools',
  'usage-plan': 'usage plans',
  alarm: 'alarms',
  'metric-filter': 'metric filters',
  'mute-rule': 'mute rules',
  dashboard: 'dashboards',
  budget: 'budgets',
  'anomaly-monitor': 'cost monitors',
  table: 'tables',
  topic: 'topics',
  'log-group': 'log groups',
  role: 'roles',
  function: 'functions',
  'rest-api': 'APIs',
};

export interface Orphans {
  readonly orphans: Resource[];
  /** What was given, and the orphans besides. */
  readonly observation: Observation;
  readonly unsearched: readonly Unsearched[];
}

/**
 * `observing` may still be under way: what does not depend on it is looked for meanwhile, and listings are shared. `asNamed`: what is
 * wanted, with all tables under the stage's own names.
 */
export async function findOrphans(
  config: StageConfig,
  asNamed: readonly Resource[],
  observing: Promise<ServedStage>,
  run: Run,
): Promise<Orphans> {
  const owner = { ...config, tags: stageTags(config) };
  const wanted = new Set(asNamed.map(({ kind, name }) => `${kind} ${name}`));
  const former = (kind: FormerKind, names: readonly string[]) =>
    names.filter((name) => !wanted.has(`${kind} ${name}`)).map((name) => formerResource(kind, name, owner));

  const unsearched: Unsearched[] = [];
  const listed = (kind: FormerKind) =>
    searched(PLURALS[kind], unsearched, [], async () => await ownedNames(kind, owner.tags, run));

  const [{ observation, resources: desired, left: servedBefore }, ...found] = await Promise.all([
    observing,
    ...LISTED.map(async (kind) => await look(former(kind, await listed(kind)), run)),
  ]);
  for (const { resource } of [
    ...desired.filter(({ kind }) => kind === 'table').map((resource) => ({ resource })),
    ...servedBefore,
  ])
    wanted.add(`table ${resource.name}`);
  // A table is named by the function that uses it; one that was dropped before, or a first deploy that broke off, is not.
  const missing = desired.some(({ id, kind }) => kind === 'table' && !observation.observed.has(id));
  const tables = missing ? await listed('table') : tablesInUse(config, observation.observed);
  const left = await look(former('table', tables), run);
  // Pools cost a listing, which stages without any do not make.
  const pooled =
    desired.some(({ kind }) => kind === 'user-pool') || observation.observed.get('release')?.properties.pools;
  const pools = pooled ? await listed('user-pool') : [];
  const filters = moreFilters(desired, observation.observed) ? await listed('metric-filter') : [];
  const dashboards = config.dashboard === false ? [dashboardName(config)] : [];
  // Elsewhere than in the partition `aws` none was ever made.
  const mayHaveHad = partitionOf(config.region).id === 'aws';
  const budgets = config.budget === false && mayHaveHad ? [budgetName(config)] : [];
  const monitors = config.anomalies === false && mayHaveHad ? [anomalyMonitorName(config)] : [];
  const topics = topicsInUse(config, [...observation.observed.values(), ...found.flat().map((one) => one.observed)]);
  const present = desired.flatMap((resource) => {
    const observed = observation.observed.get(resource.id);
    return observed ? [{ resource, observed }] : [];
  });
  const all = [
    ...found.flat(),
    ...left,
    ...(await look(former('topic', topics), run)).map((one) => beforeAlarms(one, found.flat())),
    ...(await look(former('metric-filter', filters), run)),
    ...(await look(former('dashboard', dashboards), run)),
    ...(await look(former('budget', budgets), run)),
    ...(await look(former('anomaly-monitor', monitors), run)),
    ...(await look(formerConsumers(config, [...present, ...left]), run)),
    ...indexesLeftOver(desired, observation.observed),
    ...(await look(former('user-pool', pools), run)),
    ...duplicatesOfWanted(desired, observation.observed),
  ];
  return {
    orphans: all.map(({ resource }) => resource),
    observation: together(observation, observationOf(all, run.clock.now())),
    unsearched,
  };
}

/**
 * The alarms that send to a topic are all that tells of it, so it goes before those that go with it: a run that is cut off in
 * between leaves what the next one finds again.
 */
function beforeAlarms(topic: FoundResource, others: readonly FoundResource[]): FoundResource {
  const after = others.flatMap(({ resource: { id, kind } }) => (kind === 'alarm' ? [id] : []));
  return { ...topic, resource: { ...topic.resource, after } };
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

/**
 * The stage's topic, if an alarm sends to it: alarms are read anyway, so stages without a topic do not ask SNS. Alarms send to it until
 * it is gone (`aws/kinds/alarm/alarm.ts`), so that a deploy that is cut off leaves none behind.
 */
function topicsInUse(config: StageConfig, observed: readonly Observed[]): string[] {
  const name = topicName(config);
  const actions = observed.flatMap(({ properties }) => (properties.actions as string[] | undefined) ?? []);
  return actions.some((arn) => arn.endsWith(`:${name}`)) ? [name] : [];
}

/** Whether the group of the access log has filters that are not wanted: ours of before, or somebody else's. */
function moreFilters(desired: readonly Resource[], observed: ReadonlyMap<string, Observed>): boolean {
  const wanted = desired.filter(({ id, kind }) => kind === 'metric-filter' && observed.has(id));
  return Number(observed.get('log-group/access')?.attributes.metricFilters ?? 0) > wanted.length;
}

/** Physical names of the stage's tables that the live function has in its environment. */
export function tablesInUse(config: StageConfig, observed: ReadonlyMap<string, Observed>): string[] {
  const ours = Object.entries(functionEnvironment(observed)).filter(
    ([variable, name]) => variable.startsWith('TABLE_') && name.startsWith(`${baseName(config)}-`),
  );
  return [...new Set(ours.map(([, name]) => name))];
}

async function withConsequence(orphan: Resource, observed: Observed, run: Run): Promise<Observed> {
  const consequence = await kindOf(run, orphan).consequence?.(observed, contextOf(run, orphan));
  return consequence === undefined ? observed : { ...observed, consequence };
}
