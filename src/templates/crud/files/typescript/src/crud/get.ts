/** The verb `get`. */
import { findStored } from './get-stored.ts';
import { type CrudOperation, replyWith, type Table } from './table.ts';

export function getOperation(table: Table): CrudOperation {
  return async (request, services) => replyWith(200, await findStored(services, table, request));
}
