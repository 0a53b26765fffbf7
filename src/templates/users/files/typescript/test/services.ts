/** The services of the tests: DynamoDB in memory. */
import type { Services } from '../src/services.ts';
import { memoryDynamoDb } from './memory-dynamodb.ts';

export function testServices(): Services {
  const keys = new Map([
    ['users', ['userId']],
    ['emails', ['email']],
  ]);
  return { dynamodb: memoryDynamoDb(keys), tableName: (table) => table, now: () => new Date() };
}
