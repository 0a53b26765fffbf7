/** DELETE /__path__/{id} */
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { keyOf } from '../crud/table.ts';
import { BUCKET, fileOf, find, table } from '../files/__items__.ts';
import { bucketOf } from '../files/bucket.ts';
import type { Operation } from '../generated/contract.js';

/** The file goes first: a record without a file can be deleted again, and a file without a record is lost. */
export const delete__Item__: Operation<'delete__Item__'> = async (request, services) => {
  const record = await find(services, request);
  await bucketOf(services, BUCKET).remove(fileOf(record));
  const TableName = services.tableName(table.name);
  await services.dynamodb.send(new DeleteItemCommand({ TableName, Key: keyOf(table, record) }));
  return { status: 204 };
};
