/** POST /__path__ */
import { newId } from '../crud/ids.ts';
import { putStored } from '../crud/put-stored.ts';
import { BUCKET, fileOf, ownerOf, type Record, shown, table } from '../files/__items__.ts';
import { bucketOf } from '../files/bucket.ts';
import type { Operation } from '../generated/contract.js';

export const create__Item__: Operation<'create__Item__'> = async (request, services) => {
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
  await putStored(services, table, record);
  const upload = bucketOf(services, BUCKET).upload({ key: fileOf(record), type: record.type, size: record.size });
  return { status: 201, headers: { location: `__last__/${record.id}` }, body: { ...shown(record), upload } };
};
