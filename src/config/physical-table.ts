/** The names that a table of apikit.yaml has in AWS. Pure. */
import { tableName } from '../naming/names.ts';
import type { StageConfig } from './config.ts';

/** Returns the name of the table that serves. */
export function physicalTable(config: StageConfig, table: string): string {
  const { import: imported, standIn } = config.tables[table] ?? {};
  return imported ?? standIn ?? ownTableName(config, table);
}

/** Returns the name of the stage's own table, which apikit created or took over, whichever table serves. */
export function ownTableName(config: StageConfig, table: string): string {
  return config.adopts?.tables[table] ?? tableName(config, table);
}
