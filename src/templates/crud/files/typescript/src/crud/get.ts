/** The verb `get`. */
import { findStored } from './get-stored.ts';
import { type CrudOperation, replyWith, type Table } from './table.ts';
import { unlessKnown } from './unless-known.ts';

export function getOperation(table: Table): CrudOperation {
  return async (request, services) => unlessKnown(request, replyWith(200, await findStored(services, table, request)));
}
