/** Reads one thing. */
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { notFound } from '../api/errors.ts';
import type { Request } from '../api/request.ts';
import { type CrudServices, isExpired, keyOf, keyValues, type Stored, type Table } from './table.ts';

/** What is there, expired or not. Consistent, so that a client can read what it has just written. */
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

/** What the path names; 404 where it is not there. */
export async function findStored(services: CrudServices, table: Table, request: Request): Promise<Stored> {
  const key = keyValues(table, request);
  const found = key && (await getStored(services, table, key));
  if (!found || isExpired(table, found, services.now())) throw notFound(`There is no ${table.resource} with this id.`);
  return found;
}
