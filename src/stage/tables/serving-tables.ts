/**
 * The tables that a stage serves from: its own, or restored ones that stand in for them (ADR 18). The resources that
 * apikit reads anyway show it. Only a stage with a switched table costs one more read, of that table.
 */

import { formerResource } from '../../aws/kinds/registry.ts';
import { functionEnvironment } from '../../aws/kinds/table/definition.ts';
import type { StageConfig } from '../../config/config.ts';
import { ownTableName, physicalTable } from '../../config/physical-table.ts';
import { attributesOf, type Observation, observe } from '../../engine/observe.ts';
import type { Resource } from '../../engine/resource.ts';
import type { Run } from '../../engine/run.ts';
import { ApikitError } from '../../errors.ts';
import { isStandIn, tableVariable } from '../../naming/names.ts';
import { SERVED_BY_TAG, stageTags } from '../../naming/tags.ts';
import type { StandIns } from '../../stack/tables.ts';
import { knownStage } from '../desired/desired-stage.ts';
import { type FoundResource, mergeObservations } from '../found-resources.ts';
import { createRun, type RunParts } from '../stage-run.ts';

export interface ServedStage {
  /** The names in AWS of all tables that serve now, by their names in apikit.yaml, without imported ones. */
  readonly now: Readonly<Record<string, string>>;
  /** The tables that should serve and are not the stage's own. Empty if no table was switched. */
  readonly standIns: StandIns;
  /** The resources, with the stand-ins in their places. */
  readonly resources: readonly Resource[];
  readonly observation: Observation;
  /** The tables that served before a switch, by their names in apikit.yaml. They stay, with all items. */
  readonly left: readonly LeftTable[];
}

export interface LeftTable extends FoundResource {
  /** The table's name in apikit.yaml. */
  readonly table: string;
}

/**
 * `resourcesWith` returns the resources of the stage. `wanted` has the tables that should stand in, whichever do now. A
 * table's own name does not count as a stand-in.
 */
export async function observeServing(
  config: StageConfig,
  resourcesWith: (standIns: StandIns) => readonly Resource[],
  run: Run,
  wanted: StandIns = {},
): Promise<ServedStage> {
  const asNamed = resourcesWith({});
  const first = await observe(asNamed, run);
  const now = servingNames(config, first);
  const serving = { ...now, ...wanted };
  const standIns = Object.fromEntries(
    Object.entries(serving).filter(([table, name]) => name !== ownTableName(config, table)),
  );
  const own = Object.keys(config.tables).flatMap((table) => ownTable(config, table, first) ?? []);
  const replaced = own.filter(({ table }) => Object.hasOwn(standIns, table));
  const candidates = servedBefore(config, own, serving);
  const before = await observe(
    candidates.map(({ resource }) => resource),
    run,
    new Map(),
  );
  const earlier = candidates.flatMap(({ table, resource }) => {
    const observed = before.observed.get(resource.id);
    return observed?.owned ? [{ table, resource, observed }] : [];
  });
  const left = [...replaced, ...earlier].map(staying);
  if (Object.keys(standIns).length === 0) return { now, standIns, resources: asNamed, observation: first, left };
  const resources = resourcesWith(standIns);
  const ids = readAgain(asNamed, resources);
  const rest = without(first, ids);
  const again = await observe(
    resources.filter(({ id }) => ids.has(id)),
    run,
    attributesOf(rest),
  );
  return { now, standIns, resources, observation: mergeObservations(rest, again), left };
}

/** Kinds whose read depends on what is wanted of them. The others are the same, whichever table serves. */
const READ_BY_WHAT_IS_WANTED = ['table', 'release', 'stage'];

function readAgain(asNamed: readonly Resource[], resources: readonly Resource[]): ReadonlySet<string> {
  const text = ({ name, properties }: Resource) => JSON.stringify([name, properties]);
  const before = new Map(asNamed.map((resource) => [resource.id, text(resource)]));
  const others = resources.filter(
    (resource) => READ_BY_WHAT_IS_WANTED.includes(resource.kind) && before.get(resource.id) !== text(resource),
  );
  return new Set(others.map(({ id }) => id));
}

/** The name in AWS of the table that serves for a table in apikit.yaml. Reads only. */
export async function servingTable(config: StageConfig, table: string, parts: RunParts): Promise<string> {
  if (config.tables[table]?.import !== undefined) return physicalTable(config, table);
  const run = createRun(new Map(), parts);
  const ids = ['function', `table/${table}`];
  const resources = knownStage(config, parts.facts).filter(({ id }) => ids.includes(id));
  const observation = await observe(resources, run, new Map());
  return servingNames({ ...config, tables: { [table]: config.tables[table]! } }, observation)[table]!;
}

/**
 * The tag of the stage's own table names the serving table. Without the tag, the function's environment does: the own
 * table and its tag may be deleted once another table serves. Imported tables are left out.
 */
function servingNames(config: StageConfig, { observed }: Pick<Observation, 'observed'>): Record<string, string> {
  const environment = functionEnvironment(observed);
  const own = Object.entries(config.tables).filter(([, settings]) => settings.import === undefined);
  return Object.fromEntries(
    own.map(([table]) => {
      const name = ownTableName(config, table);
      const found = observed.get(`table/${table}`);
      const tag = found?.owned ? found.attributes.servedBy : undefined;
      if (tag !== undefined && tag !== name && !isStandIn(config, table, String(tag))) throw badTag(name, String(tag));
      const inUse = environment[tableVariable(table)] ?? '';
      return [table, String(tag ?? (isStandIn(config, table, inUse) ? inUse : name))];
    }),
  );
}

const badTag = (name: string, tag: string) =>
  new ApikitError(
    'BadTableTag',
    `The tag ${SERVED_BY_TAG} of table ${name} says "${tag}", which is not a table that was restored from it. Nothing was changed.`,
    { hint: 'Set the tag to the name of the table that serves, or remove it.' },
  );

/** The table with the reason for the plan why it stays. */
function staying(one: LeftTable): LeftTable {
  const why = `it served ${one.table} before a switch, and stays with all items`;
  return { ...one, observed: { ...one.observed, inUse: why } };
}

/** The stage's own table, as a table that does not serve. */
function ownTable(config: StageConfig, table: string, { observed }: Observation): LeftTable | undefined {
  const found = observed.get(`table/${table}`);
  if (!found?.owned || config.tables[table]?.import !== undefined) return undefined;
  return { table, resource: former(config, ownTableName(config, table)), observed: found };
}

/** The tables that the tags name as having served before, without the one that serves and the stage's own. */
function servedBefore(
  config: StageConfig,
  own: readonly LeftTable[],
  serving: Record<string, string>,
): Pick<LeftTable, 'table' | 'resource'>[] {
  return own.flatMap(({ table, observed: { attributes } }) => {
    const name = attributes.servedBefore;
    if (typeof name !== 'string' || name === serving[table] || !isStandIn(config, table, name)) return [];
    return [{ table, resource: former(config, name) }];
  });
}

/** The ID contains the whole name, because `table/items` is the table that serves. */
function former(config: StageConfig, name: string): Resource {
  return { ...formerResource('table', name, { ...config, tags: stageTags(config) }), id: `table/${name}` };
}

function without({ observed, readAt }: Observation, ids: ReadonlySet<string>): Observation {
  const rest = <T>(map: ReadonlyMap<string, T>) => new Map([...map].filter(([id]) => !ids.has(id)));
  return { observed: rest(observed), readAt: rest(readAt) };
}

/** Throws `StandInGone`: a new table would be empty. */
export function refuseMissingStandIns(config: StageConfig, { standIns, observation, left }: ServedStage): void {
  const gone = Object.entries(standIns).filter(([table]) => !observation.observed.has(`table/${table}`));
  const [first] = gone;
  if (!first) return;
  const [table, name] = first;
  const other = left.find((one) => one.table === table);
  throw new ApikitError(
    'StandInGone',
    `${config.app}/${config.stage} serves ${table} from table ${name}, which does not exist any more. apikit does not create it again, because it would be empty. Nothing was changed.`,
    {
      hint: nextSteps(config, table!, other, observation),
    },
  );
}

/** A destroyed stage has no release to switch, and only the tag names the table. */
function nextSteps(
  config: StageConfig,
  table: string,
  other: LeftTable | undefined,
  { observed }: Observation,
): string {
  if (other === undefined) return 'Restore it from a backup in the DynamoDB console, under the same name.';
  const { name } = other.resource;
  if (observed.has('function'))
    return `To serve from ${name} again, run: apikit tables switch ${table} --to ${name} --stage ${config.stage}`;
  const { arn } = other.observed.attributes;
  return `To serve from ${name} again, remove its tag: aws dynamodb untag-resource --resource-arn ${arn} --tag-keys ${SERVED_BY_TAG} --region ${config.region}. Then run: apikit deploy --stage ${config.stage}`;
}

/** Throws `TableSwitchPending`: a canary and the release beside it would use two tables at once. */
export function refuseTwoTables(config: StageConfig, { standIns, observation }: ServedStage): void {
  const environment = functionEnvironment(observation.observed);
  for (const [table, { import: imported }] of Object.entries(config.tables)) {
    const now = environment[tableVariable(table)];
    const name = standIns[table] ?? ownTableName(config, table);
    if (imported !== undefined || now === undefined || now === name) continue;
    if (![now, name].some((one) => isStandIn(config, table, one))) continue;
    throw new ApikitError(
      'TableSwitchPending',
      `${config.app}/${config.stage} should serve ${table} from table ${name}, and the live release uses ${now}: with a canary, both would get writes at once. Nothing was changed.`,
      { hint: `Complete the switch first: apikit tables switch ${table} --to ${name} --stage ${config.stage}` },
    );
  }
}
