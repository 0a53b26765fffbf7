/**
 * A table under a new name in apikit.yaml is a new and empty table, and the items stay in the old one. No deploy does
 * that unless the user asks for it (docs/adr/0004). Pure.
 */

import { tablesInUse } from '../../aws/kinds/table/definition.ts';
import type { StageConfig } from '../../config/config.ts';
import type { Observed, Resource } from '../../engine/resource.ts';
import { ApikitError } from '../../errors.ts';
import { baseName, isStandIn } from '../../naming/names.ts';

interface Tables {
  readonly config: StageConfig;
  readonly resources: readonly Resource[];
  readonly orphans: readonly Resource[];
  readonly observed: ReadonlyMap<string, Observed>;
  /** The names that `--new-table` lists. */
  readonly agreed: readonly string[];
}

/**
 * Throws `TableRenamed` if a table would be created while a table that was in use is no longer in apikit.yaml. A table
 * that an earlier deploy dropped says nothing about the new one, unless the function does not exist: then any table may
 * be meant.
 */
export function refuseRenamedTables({ config, resources, orphans, observed, agreed }: Tables): void {
  const inUse = tablesInUse(observed);
  const left = orphans.filter(
    ({ kind, name }) => kind === 'table' && (!observed.has('function') || inUse.includes(name)),
  );
  const made = resources.filter(
    ({ id, kind }) => kind === 'table' && !observed.has(id) && !agreed.includes(logicalName(id)),
  );
  if (left.length === 0 || made.length === 0) return;
  for (const { id, name } of made) {
    const table = logicalName(id);
    const standIn = left.find((one) => isStandIn(config, table, one.name));
    if (standIn) throw onlyRestored(table, name, standIn.name);
  }
  const [oldNames, newNames] = [left, made].map((tables) => tables.map(({ id }) => logicalName(id)));
  const adoptable = left.filter(({ name }) => !name.startsWith(`${baseName(config)}-`)).map(({ name }) => name);
  const physical = left.map(({ name }) => name).join(', ');
  throw new ApikitError(
    'TableRenamed',
    `apikit.yaml has ${quoted(newNames!)}, which does not exist yet, and no longer has ${quoted(oldNames!)} (${physical}), which does. DynamoDB cannot rename a table: the new one would be empty and the items would stay in the old one. Nothing was changed.`,
    {
      hint: `To keep working with the data, ${keepWorking(config, oldNames!, newNames!, adoptable)}. To begin with an empty table, pass --new-table ${newNames!.join(',')}: the old one stays as it is, with all items.`,
    },
  );
}

/**
 * For a stage whose own table with the tag was deleted, and also the function with the table's name in its environment
 * (ADR 18).
 */
const onlyRestored = (table: string, name: string, standIn: string) =>
  new ApikitError(
    'TableRenamed',
    `Table ${name} does not exist, and ${standIn}, which was restored from it, does: a new table would be empty, and the items would stay in the other one. Nothing was changed.`,
    {
      hint: `To serve from ${standIn}, write import: ${standIn} under tables.${table} in apikit.yaml. To begin with an empty table, pass --new-table ${table}: the other one stays as it is.`,
    },
  );

/** A table that the stage took over has its name in `adopts` only. */
function keepWorking(
  { stage }: StageConfig,
  oldNames: readonly string[],
  newNames: readonly string[],
  adoptable: readonly string[],
): string {
  if (adoptable.length === 0) return `name the table ${quoted(oldNames)} in apikit.yaml again`;
  const [made] = newNames;
  return `write ${made}: ${adoptable[0]} under stages.${stage}.adopts.tables in apikit.yaml again`;
}

const logicalName = (id: string) => id.slice(id.indexOf('/') + 1);
const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(' and ');
