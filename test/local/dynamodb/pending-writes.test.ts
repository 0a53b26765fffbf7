/**
 * A read finds what the caller knows from a response. The database is on disk, because in memory no batch takes time.
 */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ItemEngine } from '../../../src/local/services/dynamodb/item-engine.ts';
import { openItemStore } from '../../../src/local/services/dynamodb/item-store.ts';
import { tempDir } from '../../helpers/cli.ts';

const TableName = 'items';
const Item = { id: { S: 'a' } };
let engine: ItemEngine;
beforeEach(async () => {
  const path = join(tempDir(), 'db');
  engine = await openItemStore({ account: '000000000000', region: 'eu-west-1', transitionMs: 0, path });
  await engine.call('CreateTable', {
    TableName,
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
});
afterEach(() => engine.close());

/** Starts a batch that takes a few milliseconds. */
const write = () =>
  engine.call('BatchWriteItem', {
    RequestItems: {
      [TableName]: [
        { PutRequest: { Item } },
        ...Array.from({ length: 24 }, (_, number) => ({
          PutRequest: { Item: { id: { S: `other-${number}` }, text: { S: 'x'.repeat(400_000) } } },
        })),
      ],
    },
  });
const read = () => engine.call('GetItem', { TableName, Key: Item, ConsistentRead: true });

test('a caller whose condition failed because of another write can read the written item', async () => {
  const writing = write();
  const rival = engine.call('PutItem', { TableName, Item, ConditionExpression: 'attribute_not_exists(id)' });
  await expect(rival).rejects.toMatchObject({ code: 'ConditionalCheckFailedException' });
  expect(await read()).toEqual({ Item });
  await writing;
});

test('an item that a transaction has read is there for the next read', async () => {
  const writing = write();
  expect(await engine.atomically((writer) => writer.call('GetItem', { TableName, Key: Item }))).toEqual({ Item });
  expect(await read()).toEqual({ Item });
  await writing;
});
