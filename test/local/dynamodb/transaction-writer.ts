/**
 * The durability test runs this as a separate process. It writes pairs of items in transactions as fast as it can, and
 * prints the number of each acknowledged pair. It runs until it is killed.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openItemStore } from '../../../src/local/services/dynamodb/item-store.ts';

const engine = await openItemStore({
  account: '000000000000',
  region: 'eu-west-1',
  transitionMs: 0,
  path: process.argv[2]!,
});
await engine.call('CreateTable', {
  TableName: 'pairs',
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' },
    { AttributeName: 'pair', AttributeType: 'S' },
  ],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-pair',
      KeySchema: [{ AttributeName: 'pair', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
});
const status = async () =>
  ((await engine.call('DescribeTable', { TableName: 'pairs' })).Table as { TableStatus: string }).TableStatus;
while ((await status()) !== 'ACTIVE') await nextTurn();
for (let pair = 0; ; pair++) {
  await engine.atomically((writer) => {
    for (const side of ['left', 'right']) {
      const Item = { id: { S: `${side}-${pair}` }, pair: { S: String(pair) } };
      writer.call('PutItem', { TableName: 'pairs', Item });
    }
  });
  process.stdout.write(`${pair}\n`);
}
