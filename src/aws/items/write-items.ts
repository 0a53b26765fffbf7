/** Writes items to a table: each only if its key does not exist yet, or over existing items if the user asks for it. */
import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import type { Right } from '../../engine/rights.ts';
import { ApikitError } from '../../errors.ts';
import { ownTables } from '../arns/own-arns.ts';
import { type PacedRun, retryThrottled } from './paced-run.ts';
import { sameText } from './same-item.ts';
import type { Item } from './typed-item.ts';

/** The permissions to fill the tables of a preview. */
export const SEED_RIGHTS: readonly Right[] = [{ actions: ['dynamodb:PutItem'], on: ownTables }];

export interface WriteTarget extends PacedRun {
  readonly table: string;
  /** The name of the partition key. */
  readonly key: string;
}

export interface WriteCounts {
  written: number;
  /** Items that already existed, exactly as they would be written. */
  same: number;
  /** Items that existed with other contents. They stay as they are. */
  different: number;
}

/** No two items may have the same key. Items that were written stay written if others fail. */
export async function putIfAbsent(
  client: DynamoDBClient,
  target: WriteTarget,
  items: readonly Item[],
): Promise<WriteCounts> {
  const outcomes = await Promise.allSettled(items.map((item) => putOne(client, target, item)));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  const count = (wanted: keyof WriteCounts) =>
    outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value === wanted).length;
  return { written: count('written'), same: count('same'), different: count('different') };
}

async function putOne(client: DynamoDBClient, target: WriteTarget, Item: Item): Promise<keyof WriteCounts> {
  const command = new PutItemCommand({
    TableName: target.table,
    Item,
    ConditionExpression: 'attribute_not_exists(#key)',
    ExpressionAttributeNames: { '#key': target.key },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    await retryThrottled(`write to table ${target.table}`, target, () => client.send(command));
    return 'written';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    // It may be this very item: from an earlier run, or from a call whose response was lost.
    return error.Item && sameText(error.Item) === sameText(Item) ? 'same' : 'different';
  }
}

/** The most items that BatchWriteItem accepts. */
const BATCH = 25;
/** Milliseconds between two tries for the rest of a batch, and how often a batch may make no progress. */
const PAUSES = { first: 100, longest: 10_000 };
const TRIES = 60;

/** No two items may have the same key. */
export async function overwriteItems(
  client: DynamoDBClient,
  target: WriteTarget,
  items: readonly Item[],
): Promise<WriteCounts> {
  const batches = Array.from({ length: Math.ceil(items.length / BATCH) }, (_, at) =>
    items.slice(at * BATCH, (at + 1) * BATCH),
  );
  await Promise.all(batches.map((batch) => putBatch(client, target, batch)));
  return { written: items.length, same: 0, different: 0 };
}

async function putBatch(client: DynamoDBClient, target: WriteTarget, items: readonly Item[]): Promise<void> {
  const { table, clock, signal } = target;
  let left: WriteRequest[] = items.map((Item) => ({ PutRequest: { Item } }));
  for (let tries = 0; ; tries += 1) {
    const command = new BatchWriteItemCommand({ RequestItems: { [table]: left } });
    const answer = await retryThrottled(`write to table ${table}`, target, () => client.send(command));
    const unprocessed = answer.UnprocessedItems?.[table] ?? [];
    if (unprocessed.length === 0) return;
    if (unprocessed.length < left.length) tries = 0;
    if (tries === TRIES) throw tooBusy(table);
    left = unprocessed;
    await clock.sleep(Math.min(PAUSES.longest, PAUSES.first * 2 ** tries), signal);
  }
}

const tooBusy = (table: string) =>
  new ApikitError('GaveUp', `Table ${table} accepted no more items, even after long pauses.`, {
    hint: 'Lower the rate with --rate, and run the same command again.',
  });
