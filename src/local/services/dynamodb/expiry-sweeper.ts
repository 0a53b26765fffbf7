/**
 * Time to live, of items, of what streams tell and of what a table can be restored by. Looks at a few items of each table with it enabled, round after round, and deletes the expired ones.
 * As on AWS an expired item stays readable for a while, so readers must filter for themselves.
 */
import { AwsError } from '../../aws-error.ts';
import type { CloudBase, Scope } from '../../cloud.ts';
import type { ItemEngine, Members } from './item-engine.ts';
import { createSequence } from './stream-records.ts';
import { RETENTION_MS, streamId } from './streams.ts';
import { settingsOf, type TableSettings } from './table-settings.ts';

const ROUND_MS = 10_000;
/** Changes of one table by which it can be restored; they are counted every few minutes. */
const MOST_CHANGES = 200_000;
const ROUNDS_BETWEEN_COUNTS = 30;
const DAY_MS = 86_400_000;
/** Items looked at in one round and table: what bounds the cost of a big table. */
const ITEMS_PER_ROUND = 500;
/** AWS leaves items alone that expired longer ago: a guard against values that are no epoch seconds. */
const OLDEST_SECONDS = 5 * 365 * 24 * 3600;

/** Returns how to stop it. */
export function startExpirySweeper(cloud: CloudBase, scope: Scope, engine: ItemEngine): () => void {
  const cursors = new Map<string, Members | undefined>();
  let stopped = false;
  let rounds = 0;
  let cancel = cloud.clock.after(ROUND_MS, round);

  function round(): void {
    sweep()
      .catch((error: unknown) => {
        // The engine may be closed, or a table deleted, in the middle of a round; anything else is a defect.
        if (!stopped && !(error instanceof AwsError)) throw error;
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
      cursors.set(tableName, await sweepTable(engine, cloud.clock.now(), tableName, attribute, cursors.get(tableName)));
    }
  }

  /** What AWS keeps for the period, and of a table with very many changes less: then it can be restored less far back. */
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

/** The last sequence number whose records nobody may read any more. */
const endOfRetention = (now: number) => createSequence().latest(now - RETENTION_MS);

/** Deletes what has expired among the next items after `start`; returns where the next round goes on. */
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
        // Written again since the scan: it lives on.
        if (!(error instanceof AwsError && error.code === 'ConditionalCheckFailedException')) throw error;
      });
  }
  return page.LastEvaluatedKey as Members | undefined;
}
