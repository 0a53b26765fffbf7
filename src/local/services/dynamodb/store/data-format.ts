/**
 * The format of the data in a folder. A folder without a number was written when dynalite was the engine: its items
 * have the same form, except that an attribute named `__proto__` had other names, and its index entries had shorter
 * keys.
 */
import { AwsError } from '../../../cloud/aws-error.ts';
import type { Item } from '../items/attribute-value.ts';
import { fillIndexes } from './fill-indexes.ts';
import type { GroupCommit } from './group-commit.ts';
import { type Level, rangeOf } from './level.ts';
import { settledTable, TABLES, type TableRecord, tableOf } from './table.ts';

const KEY = 'format';
const FORMAT = '2';

/** Brings the data into the present format. Throws if a newer program wrote them. */
export async function convertData(level: Level, committing: GroupCommit): Promise<void> {
  const found = level.getSync(KEY);
  if (found === FORMAT) return;
  if (found !== undefined) {
    throw new AwsError(
      'InternalServerError',
      `The DynamoDB tables in this data folder were written by a newer version of apikit, in format ${found}; this version reads format ${FORMAT}. Update apikit, or delete the local data with \`apikit local reset\`.`,
      { status: 500 },
    );
  }
  for await (const [key, value] of level.iterator(rangeOf(TABLES))) {
    const record = JSON.parse(value) as TableRecord;
    if (record.TableStatus === 'DELETING') continue;
    const table = tableOf(settledTable(record));
    await level.batch([{ type: 'put', key, value: JSON.stringify(table.record) }]);
    for (const prefix of [`index-global~${table.name}~`, `index-local~${table.name}~`])
      await level.clear(rangeOf(prefix));
    await restoreNames(level, table.prefix);
    await fillIndexes(level, committing, table, table.indexes);
  }
  await level.batch([{ type: 'put', key: KEY, value: FORMAT }]);
}

/** dynalite could not hold the name `__proto__`, so names of this form had one NUL more than in requests. */
async function restoreNames(level: Level, prefix: string): Promise<void> {
  for await (const [key, text] of level.iterator(rangeOf(prefix))) {
    if (!text.includes(HIDDEN)) continue;
    const item = renamed(JSON.parse(text)) as Item;
    await level.batch([{ type: 'put', key, value: JSON.stringify(item) }]);
  }
}

const HIDDEN = String.raw`"__proto__\u0000`;

function renamed(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(renamed);
  if (typeof tree !== 'object' || tree === null) return tree;
  const members = Object.entries(tree).map(([name, value]) => [
    /^__proto__\0+$/.test(name) ? name.slice(0, -1) : name,
    renamed(value),
  ]);
  return Object.fromEntries(members);
}
