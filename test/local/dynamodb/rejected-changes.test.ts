import { expect, test } from 'vitest';
import { createGroupCommit } from '../../../src/local/services/dynamodb/store/group-commit.ts';
import { openLevel } from '../../../src/local/services/dynamodb/store/level.ts';
import { Tables } from '../../../src/local/services/dynamodb/store/tables.ts';

test('a table that the disk has no space for does not exist, and one that it cannot delete stays', async () => {
  const level = await openLevel(undefined);
  let isFull = true;
  const batch = (writes: Parameters<typeof level.batch>[0]) =>
    isFull ? Promise.reject(new Error('no space left')) : level.batch(writes);
  const options = { account: '000000000000', region: 'eu-west-1', transitionMs: 0, now: Date.now };
  const tables = new Tables(level, createGroupCommit({ batch }), options);
  const create = () =>
    tables.create({
      TableName: 'items',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
  await expect(create()).rejects.toThrow('no space left');
  expect(tables.names()).toEqual([]);
  isFull = false;
  await create();
  isFull = true;
  await expect(tables.delete('items')).rejects.toThrow('no space left');
  expect(tables.describe('items').TableStatus).toBe('ACTIVE');
  tables.close();
  await level.close();
});
