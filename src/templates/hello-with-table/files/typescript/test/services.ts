/** The services of the tests: DynamoDB in memory. */
import type { Services } from '../src/services.ts';
import { memoryDynamoDb } from './memory-dynamodb.ts';

export function testServices(): Services {
  return {
    dynamodb: memoryDynamoDb(new Map([['__items__', ['id']]])),
    tableName: (table) => table,
    now: () => new Date('2026-01-31T12:00:00Z'),
  };
}
