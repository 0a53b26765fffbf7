/** Laws of the item store, against a plain map of items. */
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ItemEngine } from '../../../src/local/services/dynamodb/item-engine.ts';
import { openItemStore } from '../../../src/local/services/dynamodb/item-store.ts';
import { itemSize } from '../../../src/local/services/dynamodb/items/item-size.ts';
import type { Members } from '../../../src/local/services/dynamodb/members.ts';

const TableName = 'items';
let engine: ItemEngine;
beforeEach(async () => {
  engine = await openItemStore({ account: '000000000000', region: 'eu-west-1', transitionMs: 0 });
  await engine.call('CreateTable', {
    TableName,
    AttributeDefinitions: ['id', 'at', 'group', 'price'].map((AttributeName) => ({
      AttributeName,
      AttributeType: AttributeName === 'id' || AttributeName === 'group' ? 'S' : 'N',
    })),
    KeySchema: [key('id', 'HASH'), key('at', 'RANGE')],
    BillingMode: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexes: [
      index('byGroup', [key('group', 'HASH'), key('price', 'RANGE')], { ProjectionType: 'ALL' }),
      index('byPrice', [key('price', 'HASH')], { ProjectionType: 'KEYS_ONLY' }),
    ],
  });
});
afterEach(() => engine.close());

const key = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType });
const index = (IndexName: string, KeySchema: object[], Projection: object) => ({ IndexName, KeySchema, Projection });

interface Row {
  readonly id: { S: string };
  readonly at: { N: string };
  readonly group?: { S: string };
  readonly price?: { N: string };
}

const number = fc.constantFrom('-20', '-3', '-0.5', '0', '0.25', '7', '70', '1000000000000').map((N) => ({ N }));
const keys = fc.record({ id: fc.constantFrom('a', 'b', 'ab').map((S) => ({ S })), at: number });
const row: fc.Arbitrary<Row> = fc
  .tuple(keys, fc.record({ group: fc.constantFrom('x', 'y').map((S) => ({ S })), price: number }, { requiredKeys: [] }))
  .map(([own, more]) => ({ ...own, ...more }));
type Change =
  | { readonly operation: 'PutItem'; readonly Item: Row }
  | { readonly operation: 'DeleteItem'; readonly Key: Pick<Row, 'id' | 'at'> }
  | {
      readonly operation: 'UpdateItem';
      readonly Key: Pick<Row, 'id' | 'at'>;
      readonly price: { N: string } | undefined;
    };

const change: fc.Arbitrary<Change> = fc.oneof(
  row.map((Item) => ({ operation: 'PutItem' as const, Item })),
  keys.map((Key) => ({ operation: 'DeleteItem' as const, Key })),
  fc.tuple(keys, fc.option(number, { nil: undefined })).map(([Key, price]) => ({
    operation: 'UpdateItem' as const,
    Key,
    price,
  })),
);

/** Makes the changes in the store, and returns the items that it should have. */
async function make(changes: readonly Change[]): Promise<Row[]> {
  const rows = new Map<string, Row>();
  const placeOf = ({ id, at }: Pick<Row, 'id' | 'at'>) => `${id.S} ${at.N}`;
  for (const one of changes) {
    if (one.operation === 'PutItem') {
      rows.set(placeOf(one.Item), one.Item);
      await engine.call('PutItem', { TableName, Item: one.Item });
    } else if (one.operation === 'DeleteItem') {
      rows.delete(placeOf(one.Key));
      await engine.call('DeleteItem', { TableName, Key: one.Key });
    } else {
      const { Key } = one;
      const { price: _, ...former }: Row = rows.get(placeOf(Key)) ?? Key;
      rows.set(placeOf(Key), one.price ? { ...former, price: one.price } : former);
      const update = one.price
        ? { UpdateExpression: 'SET price = :p', ExpressionAttributeValues: { ':p': one.price } }
        : { UpdateExpression: 'REMOVE price' };
      await engine.call('UpdateItem', { TableName, Key, ...update });
    }
  }
  return [...rows.values()];
}

async function pages(operation: 'Query' | 'Scan', input: Members): Promise<Row[]> {
  const found: Row[] = [];
  let ExclusiveStartKey: unknown;
  do {
    const page = await engine.call(operation, {
      TableName,
      ...input,
      ...(ExclusiveStartKey !== undefined && { ExclusiveStartKey }),
    });
    found.push(...(page.Items as Row[]));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return found;
}

const sorted = (rows: readonly object[]) => rows.map((one) => JSON.stringify(Object.entries(one).sort())).sort();
const price = ({ price }: Row) => Number(price?.N);

test('law: an index has the items that a filter of the table finds, in the order of its sort key', async () => {
  await fc.assert(
    fc
      .asyncProperty(fc.array(change, { maxLength: 40 }), async (changes) => {
        const rows = await make(changes);
        expect(sorted(await pages('Scan', {}))).toEqual(sorted(rows));
        for (const group of ['x', 'y']) {
          const values = { ':g': { S: group }, ':low': { N: '-3' }, ':high': { N: '7' } };
          const query = {
            IndexName: 'byGroup',
            KeyConditionExpression: '#g = :g AND price BETWEEN :low AND :high',
            ExpressionAttributeNames: { '#g': 'group' },
            ExpressionAttributeValues: values,
          };
          const found = await pages('Query', query);
          const expected = rows.filter((one) => one.group?.S === group && price(one) >= -3 && price(one) <= 7);
          expect(sorted(found)).toEqual(sorted(expected));
          expect(found.map(price)).toEqual(found.map(price).sort((one, other) => one - other));
        }
        const priced = rows.filter((one) => one.price !== undefined);
        expect(sorted(await pages('Scan', { IndexName: 'byPrice' }))).toEqual(
          sorted(priced.map(({ id, at, price: own }) => ({ id, at, price: own }))),
        );
      })
      .afterEach(empty),
    { numRuns: 30 },
  );
});

async function empty(): Promise<void> {
  for (const { id, at } of await pages('Scan', {})) await engine.call('DeleteItem', { TableName, Key: { id, at } });
}

test('law: pages of any length have the items of one page, forwards, backwards and in segments', async () => {
  await fc.assert(
    fc
      .asyncProperty(fc.array(row, { maxLength: 25 }), fc.integer({ min: 1, max: 5 }), async (rows, Limit) => {
        await make(rows.map((Item) => ({ operation: 'PutItem' as const, Item })));
        const whole = await pages('Scan', {});
        expect(await pages('Scan', { Limit })).toEqual(whole);
        expect(await pages('Scan', { Limit, IndexName: 'byGroup' })).toEqual(
          await pages('Scan', { IndexName: 'byGroup' }),
        );
        const segments = await Promise.all(
          [0, 1, 2].map((Segment) => pages('Scan', { Limit, Segment, TotalSegments: 3 })),
        );
        expect(segments.flat()).toEqual(whole);
        const query = { KeyConditionExpression: 'id = :a', ExpressionAttributeValues: { ':a': { S: 'a' } } };
        const forwards = await pages('Query', query);
        expect(await pages('Query', { ...query, Limit })).toEqual(forwards);
        expect(await pages('Query', { ...query, Limit, ScanIndexForward: false })).toEqual(forwards.reverse());
      })
      .afterEach(empty),
    { numRuns: 30 },
  );
});

test('law: the size of an item is the sum of the sizes of its attributes, and grows with them', () => {
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string().map((S) => ({ S })),
      fc.integer().map((one) => ({ N: String(one) })),
      fc.constant({ NULL: true }),
      fc.array(tie('value'), { maxLength: 3 }).map((L) => ({ L })),
    ),
  })).value as fc.Arbitrary<Members>;
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), value), (item) => {
      const sizes = Object.entries(item).map(([name, one]) => itemSize(Object.fromEntries([[name, one]])));
      expect(itemSize(item)).toBe(sizes.reduce((sum, size) => sum + size, 0));
      for (const one of Object.values(item)) {
        expect(itemSize({ a: { L: [one, one] } })).toBeGreaterThan(itemSize({ a: { L: [one] } }));
      }
    }),
  );
});

test('an index has what is written while it is filled, and its table is UPDATING until then', async () => {
  const rows = Array.from({ length: 1200 }, (_, number) => ({
    id: { S: `id-${number}` },
    at: { N: '1' },
    color: { S: 'old' },
  }));
  for (const Item of rows) await engine.call('PutItem', { TableName, Item });
  const { Table } = await engine.call('DescribeTable', { TableName });
  const definitions = (Table as { AttributeDefinitions: Members[] }).AttributeDefinitions;
  const filling = engine.changeIndexes(TableName, {
    create: { IndexName: 'byColor', KeySchema: [key('color', 'HASH')], Projection: { ProjectionType: 'ALL' } },
    attributes: [...definitions, { AttributeName: 'color', AttributeType: 'S' }],
  });
  const status = async () => {
    const described = await engine.call('DescribeTable', { TableName });
    return (described.Table as Members).TableStatus;
  };
  expect(await status()).toBe('UPDATING');
  await expect(engine.call('DeleteTable', { TableName })).rejects.toMatchObject({ code: 'ResourceInUseException' });
  const writes = rows.map(async ({ id, at }, number) => {
    if (number % 3 === 0) await engine.call('DeleteItem', { TableName, Key: { id, at } });
    if (number % 3 === 1) await engine.call('PutItem', { TableName, Item: { id, at, color: { S: 'new' } } });
  });
  await Promise.all([filling, ...writes]);
  expect(await status()).toBe('ACTIVE');
  const found = await pages('Scan', { IndexName: 'byColor' });
  expect(sorted(found)).toEqual(sorted(await pages('Scan', {})));
  expect(found).toHaveLength(800);
});
