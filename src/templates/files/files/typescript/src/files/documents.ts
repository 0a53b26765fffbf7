/** The records of documents. */
import { notFound } from '../api/errors.ts';
import { findStored } from '../crud/get-stored.ts';
import type { CrudServices, Stored, Table } from '../crud/table.ts';
import type { Schemas } from '../generated/contract.js';

export const documents: Table = { name: 'documents', resource: 'document', keys: [{ attribute: 'id', from: 'id' }] };

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

/** Returns the record that the path names. The documents of others do not exist. */
export async function findDocument(
  services: CrudServices,
  request: Caller & { path: { id: string } },
): Promise<Record> {
  const found = (await findStored(services, documents, request as never)) as Record;
  if (found.owner !== ownerOf(request)) throw notFound('There is no document with this id.');
  return found;
}

/** Returns the record for clients. */
export const shown = ({ id, name, type, size, status, createdAt, updatedAt }: Record): Schemas.Document => ({
  id,
  name,
  type,
  size,
  status,
  createdAt,
  updatedAt,
});
