/** The verb `delete`. */
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { onCurrent } from './on-current.ts';
import { succeeds } from './put-stored.ts';
import { type CrudOperation, type CrudServices, condition, keyOf, type Stored, type Table } from './table.ts';

/** Deletes exactly this version. Returns whether it succeeded. */
export type Remove = (services: CrudServices, table: Table, stored: Stored) => Promise<boolean>;

export function deleteOperation(table: Table, remove: Remove = removeStored): CrudOperation {
  return (request, services) =>
    onCurrent(services, table, request, async (current) =>
      (await remove(services, table, current)) ? { status: 204 } : undefined,
    );
}

const removeStored: Remove = ({ dynamodb, tableName }, table, stored) =>
  succeeds(
    dynamodb.send(
      new DeleteItemCommand({
        TableName: tableName(table.name),
        Key: keyOf(table, stored),
        ...condition(table, stored._version),
      }),
    ),
  );
