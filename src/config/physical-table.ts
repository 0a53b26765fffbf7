/** What a table of apikit.yaml is called in AWS. Pure. */
import { tableName } from '../naming/names.ts';
import type { StageConfig } from './config.ts';

/** What a table is called in the account. */
export function physicalTable(config: StageConfig, table: string): string {
  const { import: imported, standIn } = config.tables[table] ?? {};
  return imported ?? standIn ?? tableName(config, table);
}
