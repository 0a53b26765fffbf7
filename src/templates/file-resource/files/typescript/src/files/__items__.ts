/** The records of __items__, and the bucket of their files. */
import { notFound } from '../api/errors.ts';
import { findStored } from '../crud/get-stored.ts';
import type { CrudServices, Stored, Table } from '../crud/table.ts';
import type { Schemas } from '../generated/contract.js';

export const table: Table = { name: '__items__', resource: '__item__', keys: [{ attribute: 'id', from: 'id' }] };

/** The name of the bucket in apikit.yaml. */
export const BUCKET = '__items__';

export type Record = Stored & {
  id: string;
  name: string;
  type: string;
  size: number;
  status: 'pending' | 'stored';
  owner: string;
};

type Caller = Pick<Parameters<typeof findStored>[2], 'caller' | 'keyId'>;

/** The user, or the API key if the operation has no users. */
export const ownerOf = ({ caller, keyId }: Caller): string => caller?.id ?? keyId;

/** The key of the file in the bucket: below the prefix of its owner. */
export const fileOf = ({ owner, id }: Pick<Record, 'owner' | 'id'>): string => `${encodeURIComponent(owner)}/${id}`;

/** Returns the record that the path names. The __items__ of others do not exist. */
export async function find(services: CrudServices, request: Caller & { path: { id: string } }): Promise<Record> {
  const found = (await findStored(services, table, request as never)) as Record;
  if (found.owner !== ownerOf(request)) throw notFound('There is no __item__ with this id.');
  return found;
}

/** Returns the record for clients. */
export const shown = ({ id, name, type, size, status, createdAt, updatedAt }: Record): Schemas.__Item__ => ({
  id,
  name,
  type,
  size,
  status,
  createdAt,
  updatedAt,
});
