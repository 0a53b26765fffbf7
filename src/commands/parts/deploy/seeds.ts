/** `tables: seed`: the initial items of a preview's tables, from files of the project. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Line } from '../../../aws/items/batch-lines.ts';
import type { DescribedTable } from '../../../aws/items/find-table.ts';
import { keyInput } from '../../../aws/kinds/table/table-settings.ts';
import type { StageConfig } from '../../../config/config.ts';
import { physicalTable } from '../../../config/physical-table.ts';
import { suggest } from '../../../config/suggest.ts';
import type { Context, Target } from '../../../context.ts';
import { ApikitError, EXIT } from '../../../errors.ts';
import { type StandIns, tableResource, withStandIns } from '../../../stack/tables.ts';
import { counted } from '../../../text/counted.ts';
import { faultsText, lineFaults } from '../tables/line-faults.ts';
import { readLines } from '../tables/read-lines.ts';

export interface Seed {
  /** The name in apikit.yaml. */
  readonly table: string;
  /** Relative to the project's folder: `seeds/items.ndjson`. */
  readonly file: string;
  readonly path: string;
  readonly shape: DescribedTable;
  /** The hash of its content, in hex. */
  readonly sha256: string;
}

const FOLDER = 'seeds';
const ENDING = '.ndjson';

/** Reads every line of every file. Throws `BadSeeds` with all faults. Returns no seeds if the stage has none. */
export async function readSeeds(config: StageConfig, root: string): Promise<Seed[]> {
  if (config.preview?.seed !== true) return [];
  const folder = join(root, FOLDER);
  const files = existsSync(folder) ? (await readdir(folder)).filter((file) => file.endsWith(ENDING)).sort() : [];
  const faults: string[] = [];
  const seeds: Seed[] = [];
  for (const file of files) {
    const table = file.slice(0, -ENDING.length);
    const shown = `${FOLDER}/${file}`;
    if (!Object.hasOwn(config.tables, table)) {
      faults.push(`${shown}: there is no table ${table} in apikit.yaml. ${known(table, config)}`);
      continue;
    }
    const path = join(folder, file);
    const seed = { table, file: shown, path, shape: shapeOf(config, table), sha256: await hashOf(path) };
    seeds.push(seed);
    faults.push(...(await lineFaults(shown, linesOf(seed), seed.shape)));
  }
  if (files.length === 0)
    faults.push(`${FOLDER}/<table>${ENDING}: there is no such file, but tables: seed needs at least one.`);
  if (faults.length === 0) return seeds;
  throw new ApikitError(
    'BadSeeds',
    `The files in ${FOLDER}/ cannot seed the tables of ${config.stage}:\n${faultsText(faults)}`,
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

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

const linesOf = ({ path }: Seed): AsyncIterable<Line> => readLines(createReadStream(path));

/** The keys of the table as DynamoDB will describe them. */
function shapeOf(config: StageConfig, table: string): DescribedTable {
  return keyInput(tableResource(config, table, {}).properties);
}

/** The number of items in one batch. */
const AT_ONCE = 25;

/**
 * Writes items into the served tables. Items with an existing key stay as they are, so that a repeated run does no
 * harm. Throws `SeedFailed`.
 */
export async function loadSeeds(
  seeds: readonly Seed[],
  standIns: StandIns,
  { clients, config }: Target,
  { io: { clock }, report }: Context,
  signal: AbortSignal,
): Promise<void> {
  const [{ batchesOf }, { putIfAbsent }] = await Promise.all([
    import('../../../aws/items/batch-lines.ts'),
    import('../../../aws/items/write-items.ts'),
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
        { hint: `Run \`apikit deploy --stage ${config.stage}\` again: it writes the missing items.`, cause: error },
      );
    }
    report.note(`${counted(written, 'item')} of ${file} written to ${name}`);
  }
}
