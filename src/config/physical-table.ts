/** Returns the name that a table of apikit.yaml has in AWS. Pure. */
import { tableName } from '../naming/names.ts';
import type { StageConfig } from './config.ts';

export function physicalTable(config: StageConfig, table: string): string {
  const { import: imported, standIn } = config.tables[table] ?? {};
  return imported ?? standIn ?? tableName(config, table);
}
