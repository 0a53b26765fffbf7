/** GET /documents/{id} */
import { putStored } from '../crud/put-stored.ts';
import { documents, fileOf, findDocument, type Record, shown } from '../files/documents.ts';
import { EXPIRES_IN } from '../files/sign.ts';
import type { Operation } from '../generated/contract.js';

/** The first read after the upload finds the file in the bucket, and completes the record. */
export const getDocument: Operation<'getDocument'> = async (request, services) => {
  const found = await findDocument(services, request);
  if (found.status === 'pending' && !(await services.bucket.has(fileOf(found)))) {
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
    await putStored(services, documents, record, found);
  }
  const download = { url: services.bucket.download(fileOf(record)), expiresIn: EXPIRES_IN };
  return { status: 200, body: { ...shown(record), download } };
};
