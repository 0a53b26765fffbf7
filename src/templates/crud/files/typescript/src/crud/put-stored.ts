/** Writes one item with a condition. */
import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type CrudServices, condition, type Stored, type Table, toItem } from './table.ts';

/**
 * Replaces `current` if it has not changed or, without `current`, writes only a new item. Returns whether it succeeded.
 */
export type Put = (services: CrudServices, table: Table, stored: Stored, current?: Stored) => Promise<boolean>;

export const putStored: Put = ({ dynamodb, tableName }, table, stored, current) =>
  succeeds(
    dynamodb.send(
      new PutItemCommand({
        TableName: tableName(table.name),
        Item: toItem(stored),
        ...condition(table, current?._version),
      }),
    ),
  );

export async function succeeds(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
