/**
 * Changes an existing table, one change at a time, each with the wait that DynamoDB requires before the next: settings
 * and indexes (one created or deleted in a call, docs/aws/dynamodb.md). The time to live is in `time-to-live.ts`.
 */

import {
  type DynamoDBClient,
  type TableDescription,
  UpdateTableCommand,
  type UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../../clock.ts';
import type { KindContext } from '../../../engine/resource.ts';
import { describeTable } from '../../dynamodb/describe-table.ts';
import { errorMessage, isAwsError, undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { type RetryLimits, retry, waitUntil } from '../../sdk/retry.ts';

export interface TableWork {
  readonly client: DynamoDBClient;
  readonly clock: Clock;
  readonly context: KindContext;
}

/** Milliseconds. Tables are ready within seconds. DynamoDB's own waiter stops after about eight minutes. */
const TABLE_PATIENCE = 480_000;
/** Milliseconds. Filling an index takes longer for a larger table. If a run gives up, the next one continues. */
const INDEX_PATIENCE = 3_600_000;
const SEE_TABLE =
  'Look at the table in the DynamoDB console, then run the same command again: it continues where it stopped.';

export function retryLimits({ clock, context }: TableWork, what: string, within = TABLE_PATIENCE): RetryLimits {
  return { what, within, firstDelay: 300, longestDelay: 2_000, hint: SEE_TABLE, clock, signal: context.signal };
}

/** DynamoDB refuses changes while another one is in progress, and while the account has too many. */
export const isBusy = (error: unknown): boolean =>
  isAwsError(error, 'ResourceInUseException', 'LimitExceededException');

/** Whether neither the table nor an index is being created, filled or deleted. */
const isSettled = ({ TableStatus, GlobalSecondaryIndexes = [] }: TableDescription): boolean =>
  TableStatus === 'ACTIVE' && GlobalSecondaryIndexes.every(({ IndexStatus }) => IndexStatus === 'ACTIVE');

export async function waitUntilActive(work: TableWork, name: string): Promise<TableDescription> {
  work.context.note('waiting for the table to be active');
  return await waitFor(work, name, TABLE_PATIENCE, ({ TableStatus }) => TableStatus === 'ACTIVE');
}

/** Waits for the indexes, too. */
async function untilSettled(work: TableWork, name: string): Promise<TableDescription> {
  return await waitFor(work, name, INDEX_PATIENCE, isSettled);
}

async function waitFor(
  work: TableWork,
  name: string,
  within: number,
  isReady: (table: TableDescription) => boolean,
): Promise<TableDescription> {
  // The response before this one said that it is not ready, so a call at once would be wasted.
  await work.clock.sleep(250, work.context.signal);
  return await waitUntil(retryLimits(work, `wait for table ${name} to be active`, within), async () => {
    const table = await describeTable(work.client, name);
    return table && isReady(table) ? table : undefined;
  });
}

/** Resolves when the table is ACTIVE again. */
export async function updateTable(
  work: TableWork,
  name: string,
  change: Omit<UpdateTableCommandInput, 'TableName'>,
): Promise<TableDescription> {
  const answer = await ignoreAlreadyDone(
    retry({ ...retryLimits(work, `change table ${name}`), retryable: isBusy }, () =>
      work.client.send(new UpdateTableCommand({ TableName: name, ...change })),
    ),
  );
  const table = answer?.TableDescription;
  return table?.TableStatus === 'ACTIVE' ? table : await waitUntilActive(work, name);
}

/** "Already" means that another run was faster, or that the response to the first try was lost. */
export async function ignoreAlreadyDone<T>(change: Promise<T>): Promise<T | undefined> {
  try {
    return await change;
  } catch (error) {
    if (isAwsError(error, 'ValidationException') && /\balready\b/i.test(errorMessage(error))) return undefined;
    throw error;
  }
}

/** Resolves when the index can be read, because the next release relies on it. */
export async function createIndex(
  work: TableWork,
  name: string,
  index: string,
  change: Pick<UpdateTableCommandInput, 'AttributeDefinitions' | 'GlobalSecondaryIndexUpdates'>,
): Promise<TableDescription> {
  work.context.note(`waiting for the index ${index} to be filled`);
  const within = {
    ...retryLimits(work, `create the index ${index} of table ${name}`, INDEX_PATIENCE),
    retryable: isBusy,
  };
  await ignoreAlreadyDone(
    retry(within, () => work.client.send(new UpdateTableCommand({ TableName: name, ...change }))),
  );
  return await untilSettled(work, name);
}

/** An index or a table that does not exist is not an error. */
export async function deleteIndex(work: TableWork, name: string, index: string): Promise<void> {
  const command = new UpdateTableCommand({
    TableName: name,
    GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: index } }],
  });
  const within = {
    ...retryLimits(work, `delete the index ${index} of table ${name}`, INDEX_PATIENCE),
    retryable: isBusy,
  };
  const answer = await undefinedIfNotFound(retry(within, () => work.client.send(command)));
  if (answer) await untilSettled(work, name);
}

/** Waits for indexes that an interrupted run left CREATING, or that somebody is deleting. */
export async function settleIndexes(work: TableWork, name: string): Promise<void> {
  work.context.note('waiting for the indexes of the table');
  await untilSettled(work, name);
}
