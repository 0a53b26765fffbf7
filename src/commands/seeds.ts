/** `tables: seed`: what the tables of a preview begin with, from files of the project. */
import { createReadStream, existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Line } from '../aws/items/batch-lines.ts';
import type { DescribedTable } from '../aws/items/find-table.ts';
import type { StageConfig, TableConfig } from '../config/config.ts';
import { suggest } from '../config/suggest.ts';
import type { Context, Target } from '../context.ts';
import { ApikitError, EXIT } from '../errors.ts';
import { physicalTable, type StandIns, withStandIns } from '../stack/tables.ts';
import { counted } from '../ui/counted.ts';
import { readLines } from './read-lines.ts';

export interface Seed {
  /** As apikit.yaml calls it. */
  readonly table: string;
  /** Relative to the project's folder: `seeds/items.ndjson`. */
  readonly file: string;
  readonly path: string;
  readonly shape: DescribedTable;
}

const FOLDER = 'seeds';
const ENDING = '.ndjson';

/** Faults that are told at once. */
const MOST_FAULTS = 20;

/** Every line of every file is read: throws `BadSeeds` with all that is wrong with them. Nothing where the stage has no seeds. */
export async function readSeeds(config: StageConfig, root: string): Promise<Seed[]> {
  if (config.preview?.seed !== true) return [];
  const folder = join(root, FOLDER);
  const files = existsSync(folder) ? (await readdir(folder)).filter((file) => file.endsWith(ENDING)).sort() : [];
  const faults: string[] = [];
  const seeds: Seed[] = [];
  for (const file of files) {
    const table = file.slice(0, -ENDING.length);
    const settings = Object.hasOwn(config.tables, table) ? config.tables[table] : undefined;
    const shown = `${FOLDER}/${file}`;
    if (!settings) {
      faults.push(`${shown}: there is no table ${table} in apikit.yaml. ${known(table, config)}`);
      continue;
    }
    const seed = { table, file: shown, path: join(folder, file), shape: shapeOf(settings) };
    seeds.push(seed);
    faults.push(...(await faultsOf(seed)));
  }
  if (files.length === 0)
    faults.push(`${FOLDER}/<table>${ENDING}: there is no such file, and tables: seed asks for one at least.`);
  if (faults.length === 0) return seeds;
  const more = faults.length > MOST_FAULTS ? '\nThere are more.' : '';
  throw new ApikitError(
    'BadSeeds',
    `The tables of ${config.stage} cannot begin with what is in ${FOLDER}/:\n${faults.slice(0, MOST_FAULTS).join('\n')}${more}`,
    {
      exitCode: EXIT.usage,
      hint: `Correct these files (apikit tables export writes them), or write tables: empty for ${config.preview.pattern} in apikit.yaml. Nothing was changed.`,
    },
  );
}

function known(table: string, { tables }: StageConfig): string {
  const names = Object.keys(tables);
  const near = suggest(table, names);
  return near === undefined ? `It has ${names.join(', ') || 'none'}.` : `Did you mean ${near}${ENDING}?`;
}

async function faultsOf(seed: Seed): Promise<string[]> {
  const { readItem } = await import('../aws/items/batch-lines.ts');
  const faults: string[] = [];
  for await (const line of linesOf(seed)) {
    const read = readItem(line, seed.shape);
    if (read && 'fault' in read) faults.push(`${seed.file}:${read.line}: ${read.fault}`);
    if (faults.length > MOST_FAULTS) break;
  }
  return faults;
}

const linesOf = ({ path }: Seed): AsyncIterable<Line> => readLines(createReadStream(path));

const KEY_TYPES = { string: 'S', number: 'N', binary: 'B' } as const;

/** What DynamoDB is going to say of the table's keys. */
function shapeOf({ key, keyType, sortKey, sortKeyType, indexes = {} }: TableConfig): DescribedTable {
  const types = new Map([[key, keyType]]);
  if (sortKey !== undefined) types.set(sortKey, sortKeyType);
  for (const index of Object.values(indexes)) {
    types.set(index.key, index.keyType);
    if (index.sortKey !== undefined) types.set(index.sortKey, index.sortKeyType);
  }
  return {
    KeySchema: [
      { AttributeName: key, KeyType: 'HASH' },
      ...(sortKey === undefined ? [] : [{ AttributeName: sortKey, KeyType: 'RANGE' as const }]),
    ],
    AttributeDefinitions: [...types].map(([AttributeName, type]) => ({
      AttributeName,
      AttributeType: KEY_TYPES[type],
    })),
  };
}

/** Items at once. */
const AT_ONCE = 25;

/** Into the tables that serve. Items whose key is there already stay as they are, so that to do it again does no harm. Throws `SeedFailed`. */
export async function loadSeeds(
  seeds: readonly Seed[],
  standIns: StandIns,
  { clients, config }: Target,
  { io: { clock }, report }: Context,
  signal: AbortSignal,
): Promise<void> {
  const [{ batchesOf }, { putIfAbsent }] = await Promise.all([
    import('../aws/items/batch-lines.ts'),
    import('../aws/items/write-items.ts'),
  ]);
  const client = await clients.dynamodb();
  const served = withStandIns(config, standIns);
  for (const seed of seeds) {
    const { table, file, shape } = seed;
    const name = physicalTable(served, table);
    const target = { clock, signal, table: name, key: shape.KeySchema?.[0]?.AttributeName ?? '' };
    let written = 0;
    try {
      for await (const batch of batchesOf(linesOf(seed), shape, AT_ONCE)) {
        if ('fault' in batch) throw new Error(`line ${batch.line}: ${batch.fault}`);
        signal.throwIfAborted();
        written += (await putIfAbsent(client, target, batch.items)).written;
      }
    } catch (error) {
      if (signal.aborted) throw error;
      const why = (error as Error).message.replace(/\.?$/, '.');
      throw new ApikitError(
        'SeedFailed',
        `The stage is deployed, but not all of ${file} is in table ${name}: ${why} ${counted(written, 'item')} of it were written.`,
        { hint: `Run \`apikit deploy --stage ${config.stage}\` again: it writes what is missing.`, cause: error },
      );
    }
    report.note(`${counted(written, 'item')} of ${file} written to ${name}`);
  }
}
