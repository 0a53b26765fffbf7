/** GET /__path__/{id} */
import { putStored } from '../crud/put-stored.ts';
import { BUCKET, fileOf, find, type Record, shown, table } from '../files/__items__.ts';
import { bucketOf } from '../files/bucket.ts';
import { EXPIRES_IN } from '../files/sign.ts';
import type { Operation } from '../generated/contract.js';

/** The first read after the upload finds the file in the bucket, and completes the record. */
export const get__Item__: Operation<'get__Item__'> = async (request, services) => {
  const found = await find(services, request);
  const bucket = bucketOf(services, BUCKET);
  if (found.status === 'pending' && !(await bucket.has(fileOf(found)))) {
    return { status: 200, body: shown(found) };
  }
  let record = found;
  if (found.status === 'pending') {
    record = {
      ...found,
      status: 'stored',
      updatedAt: services.now().toISOString(),
      _version: found._version + 1,
    } as Record;
    // If another request was faster, it has stored the same.
    await putStored(services, table, record, found);
  }
  const download = { url: bucket.download(fileOf(record)), expiresIn: EXPIRES_IN };
  return { status: 200, body: { ...shown(record), download } };
};
