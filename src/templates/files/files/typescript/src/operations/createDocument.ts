/** POST /documents */
import { newId } from '../crud/ids.ts';
import { putStored } from '../crud/put-stored.ts';
import { documents, fileOf, ownerOf, type Record, shown } from '../files/documents.ts';
import type { Operation } from '../generated/contract.js';

export const createDocument: Operation<'createDocument'> = async (request, services) => {
  const time = services.now().toISOString();
  const record: Record = {
    ...request.body,
    id: newId(),
    owner: ownerOf(request),
    status: 'pending',
    createdAt: time,
    updatedAt: time,
    _version: 1,
    _requestHash: '',
  };
  await putStored(services, documents, record);
  const upload = services.bucket.upload({ key: fileOf(record), type: record.type, size: record.size });
  return { status: 201, headers: { location: `documents/${record.id}` }, body: { ...shown(record), upload } };
};
