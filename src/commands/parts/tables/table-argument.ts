/**
 * Finds the table that a command means: by its name in apikit.yaml, or by its name in AWS if it belongs to the stage.
 */
import type { StageConfig, TableConfig } from '../../../config/config.ts';
import { ownTableName, physicalTable } from '../../../config/physical-table.ts';
import { suggest } from '../../../config/suggest.ts';
import type { Context, Target } from '../../../context.ts';
import { usageError } from '../../../errors.ts';
import type { Argument } from '../../../flags/option.ts';
import { isStandIn } from '../../../naming/names.ts';
import { partsOf } from '../stage/release-preview.ts';

export const TABLE_ARGUMENT = {
  name: '<table>',
  description: 'name of the table in apikit.yaml or in AWS',
  completes: 'tables',
} as const satisfies Argument;

export interface NamedTable {
  /** The name in apikit.yaml. */
  readonly table: string;
  /** The name in AWS. */
  readonly name: string;
  readonly settings: TableConfig;
}

/** Throws a usage error that lists the tables. */
export function namedTable(config: StageConfig, text: string): NamedTable {
  const settings = Object.hasOwn(config.tables, text) ? config.tables[text] : undefined;
  if (settings) return { table: text, name: physicalTable(config, text), settings };
  const [own] = Object.entries(config.tables).filter(([table]) => isOf(config, table, text));
  if (own) return { table: own[0], name: text, settings: own[1] };
  const known = Object.keys(config.tables);
  const near = suggest(text, known);
  throw usageError(
    `There is no table "${text}" in apikit.yaml: ${known.length > 0 ? `it has ${known.join(', ')}.` : 'it has none.'}`,
    near === undefined ? undefined : `Did you mean ${near}?`,
  );
}

/** The name with which a later command finds the same table, even after a switch. */
export const stableName = ({ table, name, settings }: NamedTable): string =>
  settings.import === undefined ? name : table;

/** Returns the served table if the name is that of apikit.yaml. Reads only. */
export async function servedTable(
  named: NamedTable,
  text: string,
  target: Target,
  context: Context,
): Promise<NamedTable> {
  if (text !== named.table) return named;
  const { servingTable } = await import('../../../stage/tables/serving-tables.ts');
  return { ...named, name: await servingTable(target.config, named.table, partsOf(target, context)) };
}

/** Whether the name is the stage's own table, or a table that was restored beside it. */
const isOf = (config: StageConfig, table: string, name: string): boolean =>
  config.tables[table]?.import === undefined &&
  (name === ownTableName(config, table) || isStandIn(config, table, name));
