/** Reads one page of a whole table, in the table's own order. */
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { ReadPage } from './list.ts';

/** A Scan of one page. For your own filter or order, add an index and Query it. */
export const scanPage: ReadPage = async ({ dynamodb }, { tableName, limit, after }) => {
  const { Items = [], LastEvaluatedKey } = await dynamodb.send(
    new ScanCommand({ TableName: tableName, Limit: limit, ExclusiveStartKey: after }),
  );
  return { items: Items, last: LastEvaluatedKey };
};
