/**
 * Time to live for items, stream records and recovery data. In each round, it looks at a few items of each table with
 * TTL enabled and deletes the expired ones. As on AWS, an expired item stays readable for a while, so readers must
 * filter.
 */
import { AwsError } from '../../cloud/aws-error.ts';
import type { CloudBase, Scope } from '../../cloud/cloud.ts';
import type { ItemEngine } from './item-engine.ts';
import type { Members } from './members.ts';
import { createSequence } from './stream-records.ts';
import { RETENTION_MS, streamId } from './streams.ts';
import { settingsOf, type TableSettings } from './table-settings.ts';

const ROUND_MS = 10_000;
/** The maximum number of recovery changes of one table; they are counted every few minutes. */
const MOST_CHANGES = 200_000;
const ROUNDS_BETWEEN_COUNTS = 30;
const DAY_MS = 86_400_000;
/** The items per round and table: this limits the cost of a big table. */
const ITEMS_PER_ROUND = 500;
/** AWS does not delete items that expired longer ago: a safeguard against values that are not epoch seconds. */
const OLDEST_SECONDS = 5 * 365 * 24 * 3600;

/** Returns the function that stops it. */
export function startExpirySweeper(cloud: CloudBase, scope: Scope, engine: ItemEngine): () => void {
  const cursors = new Map<string, Members | undefined>();
  let stopped = false;
  let rounds = 0;
  let cancel = cloud.clock.after(ROUND_MS, round);

  function round(): void {
    sweep()
      .catch((error: unknown) => {
        // The engine may be closed during a round; any other error is a bug.
        if (!stopped) throw error;
      })
      .finally(() => {
        if (!stopped) cancel = cloud.clock.after(ROUND_MS, round);
      });
  }

  async function sweep(): Promise<void> {
    rounds += 1;
    const settings = settingsOf(cloud, scope);
    for (const tableName of settings.keys()) {
      const { timeToLive, stream, recovery } = settings.get(tableName) ?? {};
      if (stream && !stopped) await engine.trimStream(streamId(tableName, stream), endOfRetention(cloud.clock.now()));
      if (recovery && !stopped) await trimRecovery(tableName, recovery);
      const attribute = timeToLive?.attributeName;
      if (attribute === undefined || stopped) continue;
      await sweepItems(tableName, attribute);
    }
  }

  async function sweepItems(tableName: string, attribute: string): Promise<void> {
    try {
      cursors.set(tableName, await sweepTable(engine, cloud.clock.now(), tableName, attribute, cursors.get(tableName)));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      // The table is being created or deleted, or the cursor is of a former table of this name. The next table goes on.
      cursors.delete(tableName);
    }
  }

  /**
   * Drops recovery data that is older than the period. For a table with very many changes it drops more, so that the
   * table can be restored less far back.
   */
  async function trimRecovery(tableName: string, { since, periodInDays }: NonNullable<TableSettings['recovery']>) {
    await engine.trimChanges(tableName, cloud.clock.now() - periodInDays * DAY_MS);
    if (rounds % ROUNDS_BETWEEN_COUNTS !== 0) return;
    const gone = await engine.boundChanges(tableName, MOST_CHANGES);
    const settings = settingsOf(cloud, scope);
    const present = settings.get(tableName);
    if (gone === undefined || !present?.recovery) return;
    settings.put(tableName, { ...present, recovery: { ...present.recovery, since: Math.max(since, gone) } });
  }

  return () => {
    stopped = true;
    cancel();
  };
}

/** The last sequence number whose records can no longer be read. */
const endOfRetention = (now: number) => createSequence().latest(now - RETENTION_MS);

/** Deletes the expired items among the next ones after `start`; returns the start of the next round. */
export async function sweepTable(
  engine: ItemEngine,
  now: number,
  tableName: string,
  attribute: string,
  start?: Members,
): Promise<Members | undefined> {
  const seconds = Math.floor(now / 1000);
  const expired = {
    ExpressionAttributeNames: { '#ttl': attribute },
    ExpressionAttributeValues: { ':oldest': { N: String(seconds - OLDEST_SECONDS) }, ':now': { N: String(seconds) } },
  };
  const condition = '#ttl BETWEEN :oldest AND :now';
  const { Table } = await engine.call('DescribeTable', { TableName: tableName });
  const keys = (Table as { KeySchema: { AttributeName: string }[] }).KeySchema.map(
    ({ AttributeName }) => AttributeName,
  );
  const page = await engine.call('Scan', {
    TableName: tableName,
    Limit: ITEMS_PER_ROUND,
    FilterExpression: condition,
    ...expired,
    ...(start && { ExclusiveStartKey: start }),
  });
  for (const item of page.Items as Members[]) {
    const Key = Object.fromEntries(keys.map((name) => [name, item[name]]));
    await engine
      .call('DeleteItem', { TableName: tableName, Key, ConditionExpression: condition, ...expired }, true)
      .catch((error: unknown) => {
        // The item was written again since the scan, so it stays.
        if (!(error instanceof AwsError && error.code === 'ConditionalCheckFailedException')) throw error;
      });
  }
  return page.LastEvaluatedKey as Members | undefined;
}
