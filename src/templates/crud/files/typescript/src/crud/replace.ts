/** The verb `replace`: it removes the fields that the request leaves out. */
import { change } from './change.ts';
import { onCurrent } from './on-current.ts';
import { type Put, putStored } from './put-stored.ts';
import type { CrudOperation, Table } from './table.ts';

export function replaceOperation(table: Table, put: Put = putStored): CrudOperation {
  return (request, services) =>
    onCurrent(services, table, request, (current) => change(services, table, put, current, request.body as object));
}
