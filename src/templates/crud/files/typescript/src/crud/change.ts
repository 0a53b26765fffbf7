/** The common part of `replace` and `update`: it stores the next version. */
import type { Reply } from '../api/request.ts';
import type { Put } from './put-stored.ts';
import { type CrudServices, replyWith, type Stored, type Table } from './table.ts';

/**
 * Keeps the key, the time of creation and the internal attributes. Returns `undefined` if another request was faster.
 */
export async function change(
  services: CrudServices,
  table: Table,
  put: Put,
  current: Stored,
  fields: object,
): Promise<Reply | undefined> {
  const { createdAt, _version, _requestHash } = current;
  const key = Object.fromEntries(table.keys.map(({ attribute }) => [attribute, current[attribute]]));
  const updatedAt = services.now().toISOString();
  const stored: Stored = { ...fields, ...key, createdAt, updatedAt, _version: _version + 1, _requestHash };
  return (await put(services, table, stored, current)) ? replyWith(200, stored) : undefined;
}
