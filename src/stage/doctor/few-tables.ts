/**
 * How `doctor` reads the tables of a stage that has many: a few in full, and the others from one listing. A table takes
 * three requests or more, and the listing of DynamoDB returns names and nothing else.
 */
import { tableNames } from '../../aws/kinds/table/table-names.ts';
import type { StageConfig } from '../../config/config.ts';
import { ownTableName } from '../../config/physical-table.ts';
import type { Kind } from '../../engine/resource.ts';
import { tableArn } from '../../naming/arns.ts';
import type { RunParts, StageRun } from '../stage-run.ts';

/** How many tables are read in full. */
const MOST = 3;

/** Returns the tables, by their names in apikit.yaml, of which `doctor` only looks whether they exist. */
export function listedTables({ tables }: StageConfig): string[] {
  const own = Object.entries(tables).filter(([, settings]) => settings.import === undefined);
  // The trigger of a stream is compared with the ARN of the stream, which only DescribeTable returns.
  const plain = own.filter(([, { stream }]) => stream === undefined).map(([name]) => name);
  return plain.slice(Math.max(0, MOST - (own.length - plain.length)));
}

/** Returns the run with a kind `table` that takes the tables of these names in apikit.yaml from one listing. */
export function listingTables(
  run: StageRun,
  tables: readonly string[],
  config: StageConfig,
  { clients, facts }: RunParts,
): StageRun {
  const kind = run.kinds.get('table');
  if (!kind || tables.length === 0) return run;
  const names = new Set(tables.map((table) => ownTableName(config, table)));
  let listing: Promise<string[]> | undefined;
  const listed = () => (listing ??= clients.dynamodb().then(tableNames));
  const listingKind: Kind = {
    ...kind,
    async read(resource, context) {
      const { name } = resource;
      if (!names.has(name)) return await kind.read(resource, context);
      if (!(await listed()).includes(name)) return undefined;
      return { attributes: { arn: tableArn(facts, name), name }, properties: {}, owned: true };
    },
    diff: (resource, observed) => (names.has(resource.name) ? [] : kind.diff(resource, observed)),
  };
  return { ...run, kinds: new Map([...run.kinds, ['table', listingKind]]) };
}
