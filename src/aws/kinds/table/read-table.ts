/** Reads a table, and describes it as the engine observes it. */
import type { DynamoDBClient, TableDescription } from '@aws-sdk/client-dynamodb';
import type { Observed, Resource } from '../../../engine/resource.ts';
import { LEFT_TAG, SERVED_BY_TAG } from '../../../naming/tags.ts';
import { describeTable, tagsOfTable } from '../../dynamodb/describe-table.ts';
import { owns } from '../../ownership/ownership.ts';
import { hasRecovery } from './recovery.ts';
import type { FoundTable, TableShape } from './shape.ts';
import { describedTable, isProvisioned } from './table-settings.ts';
import { readTimeToLive } from './time-to-live.ts';

/** The state of a table whose indexes are not all ready, because an interrupted run left one. */
export const FILLING = 'CREATING INDEX';

export async function readTable(
  client: DynamoDBClient,
  resource: Resource<TableShape>,
): Promise<Observed<TableShape> | undefined> {
  const table = await describeTable(client, resource.name);
  if (!table || table.TableStatus === 'DELETING') return undefined;
  const { timeToLive: wanted } = resource.properties;
  const [pointInTimeRecovery, allTags, timeToLive] = await Promise.all([
    hasRecovery(client, table),
    tagsOfTable(client, table),
    // Only tables with this setting cost the extra call.
    wanted === undefined || table.TableStatus === 'CREATING' ? undefined : readTimeToLive(client, resource.name),
  ]);
  const { [SERVED_BY_TAG]: servedBy, [LEFT_TAG]: servedBefore, ...tags } = allTags;
  const settings = {
    ...describedTable(table),
    ...(isProvisioned(table) && { provisioned: true as const }),
    pointInTimeRecovery,
    tags,
  };
  const observed = observedAs(resource, table, {
    ...settings,
    ...(wanted !== undefined && { timeToLive: timeToLive ?? false }),
  });
  const switched = {
    ...(servedBy !== undefined && { servedBy }),
    ...(servedBefore !== undefined && { servedBefore }),
  };
  return { ...observed, attributes: { ...observed.attributes, ...switched } };
}

export function observedAs(
  resource: Resource<TableShape>,
  table: TableDescription,
  properties: FoundTable,
): Observed<TableShape> {
  const desired = resource.properties;
  const filling = table.GlobalSecondaryIndexes?.some(
    ({ IndexStatus, IndexName = '' }) => IndexStatus === 'CREATING' && desired.indexes?.[IndexName],
  );
  const state = filling && table.TableStatus !== 'CREATING' ? FILLING : table.TableStatus;
  return {
    attributes: attributesOf(table),
    steady: ['streamArn'],
    properties: { ...properties },
    owned: owns(desired.tags, properties.tags),
    ...(state && { state }),
  };
}

/** The ARN of a stream that is on. A stream that was turned off leaves its last ARN behind. */
export function attributesOf({
  TableArn,
  TableName,
  LatestStreamArn,
  StreamSpecification,
}: TableDescription): Observed<TableShape>['attributes'] {
  return {
    arn: TableArn,
    name: TableName,
    ...(LatestStreamArn !== undefined && { lastStreamArn: LatestStreamArn }),
    ...(StreamSpecification?.StreamEnabled && { streamArn: LatestStreamArn }),
  };
}
