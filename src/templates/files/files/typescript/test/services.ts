/** The services of the tests: DynamoDB in memory, and a bucket that knows which files have come. */
import { createBucket, type FileServices } from '../src/files/bucket.ts';
import type { Services } from '../src/services.ts';
import { memoryDynamoDb } from './memory-dynamodb.ts';

const ENV = {
  BUCKET_DOCUMENTS: 'documents',
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'AKID',
  AWS_SECRET_ACCESS_KEY: 'secret',
};

/** `files` has the keys of the files in the bucket. */
export function testServices(files = new Set<string>()): Services & FileServices {
  const now = () => new Date();
  return {
    dynamodb: memoryDynamoDb(new Map([['documents', ['id']]])),
    tableName: (table) => table,
    bucket: (bucket) => ({
      ...createBucket(bucket, ENV, now),
      has: async (key) => files.has(key),
      async remove(key) {
        files.delete(key);
      },
    }),
    now,
  };
}
