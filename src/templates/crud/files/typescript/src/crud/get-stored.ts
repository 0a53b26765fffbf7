/** Reads one item. */
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { notFound } from '../api/errors.ts';
import type { Request } from '../api/request.ts';
import { type CrudServices, isExpired, keyOf, keyValues, type Stored, type Table } from './table.ts';

/**
 * Returns the stored item, even if it has expired. The read is consistent, so that a client can read its own writes.
 */
export async function getStored(
  { dynamodb, tableName }: CrudServices,
  table: Table,
  key: Record<string, unknown>,
): Promise<Stored | undefined> {
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: tableName(table.name), Key: keyOf(table, key), ConsistentRead: true }),
  );
  return Item && (unmarshall(Item) as Stored);
}

/** Returns the item that the path names, or throws a 404. */
export async function findStored(services: CrudServices, table: Table, request: Request): Promise<Stored> {
  const key = keyValues(table, request);
  const found = key && (await getStored(services, table, key));
  if (!found || isExpired(table, found, services.now())) throw notFound(`There is no ${table.resource} with this id.`);
  return found;
}
