/**
 * Compares two tables with the same key. It reads one page by page and looks up each item in the other, so memory holds
 * one page, however large the tables are. It then does the same the other way round, unless the counts show that
 * nothing would be found.
 */
import {
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  type DynamoDBClient,
  type KeysAndAttributes,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { keyOf } from './batch-lines.ts';
import { type PacedRun, retryThrottled } from './paced-run.ts';
import { sameText } from './same-item.ts';
import { scanItems, scanPages } from './scan-items.ts';
import type { Item } from './typed-item.ts';

export interface CompareOptions extends PacedRun {
  /** Names in AWS. */
  readonly live: string;
  readonly other: string;
  /** The description of either table, for the key. */
  readonly table: TableDescription;
  /** The number of items of each table that are compared. */
  readonly limit: number;
  progress(compared: number): void;
}

export interface Keys {
  count: number;
  /** The first of the keys. */
  sample: Item[];
}

export interface Comparison {
  /** The number of items that were compared. For a table with more items than the limit, it is not all. */
  readonly live: number;
  readonly other: number;
  readonly same: number;
  readonly different: Keys;
  readonly onlyLive: Keys;
  readonly onlyOther: Keys;
  /** Whether both tables were compared as a whole. */
  readonly complete: boolean;
}

const SAMPLE = 20;
/** The most keys that BatchGetItem accepts. */
const BATCH = 100;

export async function compareTables(client: DynamoDBClient, options: CompareOptions): Promise<Comparison> {
  const { live, other, table, limit, progress, ...walk } = options;
  const different = noKeys();
  const onlyLive = noKeys();
  const onlyOther = noKeys();
  let same = 0;
  let compared = 0;
  const forward = await eachOf(client, { ...walk, from: live, limit }, async (items) => {
    const found = await lookUp(client, walk, other, table, items);
    for (const item of items) {
      const counterpart = found.get(keyText(item, table));
      if (!counterpart) note(onlyLive, item, table);
      else if (sameText(counterpart) === sameText(item)) same += 1;
      else note(different, item, table);
    }
    compared += items.length;
    progress(compared);
  });
  const count = await countOf(client, walk, other, limit);
  const complete = forward.whole && count.whole;
  // All items of the other table were already found in the first pass.
  if (complete && count.items === same + different.count)
    return { live: forward.items, other: count.items, same, different, onlyLive, onlyOther, complete };
  const back = await eachOf(client, { ...walk, from: other, limit }, async (items) => {
    const found = await lookUp(client, walk, live, table, items, true);
    for (const item of items) if (!found.has(keyText(item, table))) note(onlyOther, item, table);
    compared += items.length;
    progress(compared);
  });
  return {
    live: forward.items,
    other: back.items,
    same,
    different,
    onlyLive,
    onlyOther,
    complete: forward.whole && back.whole,
  };
}

const noKeys = (): Keys => ({ count: 0, sample: [] });
const keyText = (item: Item, table: TableDescription) => sameText(keyOf(item, table));

function note(keys: Keys, item: Item, table: TableDescription): void {
  keys.count += 1;
  if (keys.sample.length < SAMPLE) keys.sample.push(keyOf(item, table));
}

interface Looked {
  readonly items: number;
  /** Whether the limit was not reached. */
  readonly whole: boolean;
}

async function eachOf(
  client: DynamoDBClient,
  { from, limit, ...walk }: PacedRun & { readonly from: string; readonly limit: number },
  look: (items: readonly Item[]) => Promise<void>,
): Promise<Looked> {
  let count = 0;
  for await (const page of scanItems(client, { ...walk, table: from })) {
    const items = page.slice(0, limit - count);
    for (let at = 0; at < items.length; at += BATCH) await look(items.slice(at, at + BATCH));
    count += items.length;
    if (items.length < page.length) return { items: count, whole: false };
  }
  return { items: count, whole: true };
}

/** Returns the items by the texts of their keys. */
async function lookUp(
  client: DynamoDBClient,
  walk: PacedRun,
  name: string,
  table: TableDescription,
  items: readonly Item[],
  keysAlone = false,
): Promise<Map<string, Item>> {
  const names = (table.KeySchema ?? []).map(({ AttributeName = '' }) => AttributeName);
  const projection = {
    ProjectionExpression: names.map((_, at) => `#k${at}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(names.map((one, at) => [`#k${at}`, one])),
  };
  const found = new Map<string, Item>();
  let asked: KeysAndAttributes | undefined = {
    Keys: items.map((item) => keyOf(item, table)),
    ConsistentRead: true,
    ...(keysAlone && projection),
  };
  while (asked) {
    const command = new BatchGetItemCommand({ RequestItems: { [name]: asked } });
    const answer: BatchGetItemCommandOutput = await retryThrottled(`read table ${name}`, walk, () =>
      client.send(command),
    );
    const got = answer.Responses?.[name] ?? [];
    for (const item of got) found.set(keyText(item, table), item);
    asked = answer.UnprocessedKeys?.[name];
    if (asked) await walk.clock.sleep(got.length === 0 ? 1000 : 50, walk.signal);
  }
  return found;
}

async function countOf(client: DynamoDBClient, walk: PacedRun, table: string, limit: number): Promise<Looked> {
  let count = 0;
  let whole = true;
  for await (const { Count = 0, LastEvaluatedKey } of scanPages(client, { ...walk, table, counting: true })) {
    count += Count;
    whole = !LastEvaluatedKey && count <= limit;
    if (count > limit) break;
  }
  return { items: count, whole };
}
