/** DELETE /documents/{id} */
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { keyOf } from '../crud/table.ts';
import { documents, fileOf, findDocument } from '../files/documents.ts';
import type { Operation } from '../generated/contract.js';

/** The file goes first: a record without a file can be deleted again, and a file without a record is lost. */
export const deleteDocument: Operation<'deleteDocument'> = async (request, services) => {
  const record = await findDocument(services, request);
  await services.bucket.remove(fileOf(record));
  const TableName = services.tableName(documents.name);
  await services.dynamodb.send(new DeleteItemCommand({ TableName, Key: keyOf(documents, record) }));
  return { status: 204 };
};
