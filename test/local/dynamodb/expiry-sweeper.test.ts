import { expect, test } from 'vitest';
import type { CloudBase } from '../../../src/local/cloud/cloud.ts';
import { startExpirySweeper } from '../../../src/local/services/dynamodb/expiry-sweeper.ts';
import { openItemStore } from '../../../src/local/services/dynamodb/item-store.ts';
import { settingsOf } from '../../../src/local/services/dynamodb/table-settings.ts';
import { memoryStore } from '../../../src/local/storage/store.ts';

const scope = { account: '000000000000', region: 'eu-west-1' };
const now = 1_800_000_000_000;

test('a table that is gone, or was created again with another key, does not keep expired items alive', async () => {
  const store = memoryStore();
  let round = () => {};
  const rounds: (() => void)[] = [];
  const after = (_ms: number, run: () => void) => {
    round = run;
    rounds.shift()?.();
    return () => {};
  };
  const cloud = {
    clock: { now: () => now, after },
    collection: (_scope: unknown, name: string) => store.collection(name),
  } as unknown as CloudBase;
  const sweep = () =>
    new Promise<void>((resolve) => {
      rounds.push(resolve);
      round();
    });
  const engine = await openItemStore({ ...scope, transitionMs: 0 });
  const create = (TableName: string, key: string) =>
    engine.call('CreateTable', {
      TableName,
      AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
      KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
  const settings = settingsOf(cloud, scope);
  for (const name of ['gone', 'changed', 'items']) {
    settings.put(name, { tags: [], deletionProtection: false, timeToLive: { attributeName: 'ttl', changedAt: 0 } });
  }
  await create('changed', 'id');
  await create('items', 'id');
  for (let number = 0; number < 600; number++) {
    await engine.call('PutItem', { TableName: 'changed', Item: { id: { S: `id-${number}` } } });
  }
  const count = async (TableName: string) => (await engine.call('Scan', { TableName })).Count;
  const expired = { ttl: { N: String(now / 1000 - 60) } };
  const stop = startExpirySweeper(cloud, scope, engine);
  await engine.call('PutItem', { TableName: 'items', Item: { id: { S: 'a' }, ...expired } });
  await sweep();
  expect(await count('items')).toBe(0);
  await engine.call('DeleteTable', { TableName: 'changed' });
  await create('changed', 'name');
  await engine.call('PutItem', { TableName: 'changed', Item: { name: { S: 'a' }, ...expired } });
  await engine.call('PutItem', { TableName: 'items', Item: { id: { S: 'b' }, ...expired } });
  await sweep();
  await sweep();
  expect([await count('changed'), await count('items')]).toEqual([0, 0]);
  stop();
  await engine.close();
});
