/**
 * Items as NDJSON: exported items are imported unchanged, through a table too, and a line that is no item is reported.
 */
import {
  type AttributeValue,
  CreateTableCommand,
  PutItemCommand,
  type TableDescription,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itemFault } from '../../src/aws/items/item-faults.ts';
import { sameText } from '../../src/aws/items/same-item.ts';
import { scanItems } from '../../src/aws/items/scan-items.ts';
import { type Item, lineOf, parseLine } from '../../src/aws/items/typed-item.ts';
import { systemClock } from '../../src/clock.ts';
import { startDynamo, type TestDynamo } from '../local/dynamodb/table.ts';
import '../helpers/property-seed.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 8 });
const bytes = fc.uint8Array({ maxLength: 8 });
/** A number as DynamoDB returns it: no zeros at either end, 38 digits at most. */
const number = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 38n - 1n }), fc.integer({ min: -60, max: 60 }))
  .map(([minus, digits, power]) => `${minus ? '-' : ''}${digits}E${power}`);
const members = <T>(one: fc.Arbitrary<T>, selector?: (value: T) => unknown) =>
  fc.uniqueArray(one, { minLength: 1, maxLength: 4, ...(selector && { selector }) });
const numbers = fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 4 }).map((all) => all.map(String));

const value: fc.Arbitrary<AttributeValue> = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    text.map((S) => ({ S })),
    number.map((N) => ({ N })),
    bytes.map((B) => ({ B })),
    fc.boolean().map((BOOL) => ({ BOOL })),
    fc.constant({ NULL: true as const }),
    members(text).map((SS) => ({ SS })),
    numbers.map((NS) => ({ NS })),
    members(bytes, (one) => Buffer.from(one).toString('hex')).map((BS) => ({ BS })),
    fc.array(tie('value'), { maxLength: 4 }).map((L) => ({ L })),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }).map((M) => ({ M })),
  ),
})).value;

const NAMES = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((name) => name !== 'id');
const item = fc
  .tuple(fc.string({ minLength: 1, maxLength: 8 }), fc.dictionary(NAMES, value, { maxKeys: 6 }))
  .map(([id, rest]): Item => ({ ...rest, id: { S: id } }));

const parsed = (line: string): Item => {
  const read = parseLine(line);
  if ('fault' in read) throw new Error(`${read.fault} ${line}`);
  return read.item;
};

describe('a line of a file', () => {
  it('is the item, for every type of DynamoDB', () => {
    fc.assert(
      fc.property(item, (one) => {
        const line = lineOf(one);
        expect(line).not.toContain('\n');
        expect(sameText(parsed(line))).toBe(sameText(one));
        expect(lineOf(parsed(line))).toBe(line);
      }),
    );
  });

  it('has the form of an export to S3', () => {
    const Item = {
      id: { S: 'a' },
      paid: { N: '12.50' },
      photo: { B: new Uint8Array([1, 2]) },
      tags: { SS: ['x'] },
      more: { M: { list: { L: [{ NULL: true as const }, { BS: [new Uint8Array([3])] }] } } },
    };
    expect(lineOf(Item)).toBe(
      '{"Item":{"id":{"S":"a"},"paid":{"N":"12.50"},"photo":{"B":"AQI="},"tags":{"SS":["x"]},"more":{"M":{"list":{"L":[{"NULL":true},{"BS":["Aw=="]}]}}}}}',
    );
  });

  it.each([
    ['{"Item":', /It is not JSON/],
    ['{"id":{"S":"a"}}', /It is not \{"Item"/],
    ['{"Item":{"id":"a"}}', /^id is not a value with its type/],
    ['{"Item":{"id":{"S":1}}}', /^id has the type S, and its value is not text/],
    ['{"Item":{"n":{"N":"one"}}}', /^n has the type N, and "one" is not a number/],
    ['{"Item":{"n":{"N":"1E126"}}}', /beyond those that DynamoDB keeps/],
    [`{"Item":{"n":{"N":"${'1'.repeat(39)}"}}}`, /39 digits/],
    ['{"Item":{"b":{"B":"A?"}}}', /^b has the type B, and its value is not base64/],
    ['{"Item":{"s":{"SS":[]}}}', /^s has the type SS, and is not a list with members/],
    ['{"Item":{"s":{"NS":["1","1.0"]}}}', /^s is a set that has a member twice/],
    ['{"Item":{"m":{"M":{"x":{"L":[{"Q":1}]}}}}}', /^m\.x\[0\] has a type that DynamoDB does not have/],
    ['{"Item":{"x":{"NULL":false}}}', /^x has the type NULL/],
    [`{"Item":{"x":${'{"L":['.repeat(32)}{"S":""}${']}'.repeat(32)}}}`, /more than 31 lists and maps/],
  ])('that is not an item is reported: %s', (line, why) => {
    expect(parseLine(line)).toEqual({ fault: expect.stringMatching(why) });
  });
});

it('numbers and sets are compared like in DynamoDB', () => {
  const same = (a: AttributeValue, b: AttributeValue) => sameText({ a }) === sameText({ a: b });
  expect(same({ N: '1' }, { N: '1.00' })).toBe(true);
  expect(same({ N: '-0' }, { N: '0E5' })).toBe(true);
  expect(same({ N: '120' }, { N: '1.2e2' })).toBe(true);
  expect(same({ N: '0.012' }, { N: '12E-3' })).toBe(true);
  expect(same({ N: '1' }, { S: '1' })).toBe(false);
  expect(same({ NS: ['1', '2'] }, { NS: ['2.0', '1'] })).toBe(true);
  expect(same({ SS: ['a', 'b'] }, { SS: ['b', 'a'] })).toBe(true);
  expect(same({ L: [{ S: 'a' }, { S: 'b' }] }, { L: [{ S: 'b' }, { S: 'a' }] })).toBe(false);
});

it('keys and sizes that DynamoDB rejects are reported', () => {
  const table: TableDescription = {
    KeySchema: [
      { AttributeName: 'id', KeyType: 'HASH' },
      { AttributeName: 'at', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'id', AttributeType: 'S' },
      { AttributeName: 'at', AttributeType: 'N' },
      { AttributeName: 'customer', AttributeType: 'S' },
    ],
  };
  const fault = (one: Item) => itemFault(one, table);
  const good: Item = { id: { S: 'a' }, at: { N: '1' } };
  expect(fault(good)).toBeUndefined();
  expect(fault({ id: { S: 'a' } })).toBe('It has no at, which is a key of the table.');
  expect(fault({ ...good, at: { S: '1' } })).toMatch(/at is a key of the table, with the type N \(number\); .* type S/);
  expect(fault({ ...good, customer: { N: '1' } })).toMatch(/customer is a key of the table's indexes/);
  expect(fault({ ...good, id: { S: '' } })).toBe('id is a key, and must not be empty.');
  expect(fault({ ...good, id: { S: 'x'.repeat(2049) } })).toMatch(/2049 bytes, and DynamoDB accepts 2048/);
  expect(fault({ ...good, text: { S: 'x'.repeat(409_600) } })).toMatch(/DynamoDB accepts 409600 \(400 KB\)/);
});

describe('through a table', () => {
  let dynamo: TestDynamo;
  beforeAll(async () => {
    dynamo = await startDynamo();
  });
  afterAll(() => dynamo.close());

  it('every item is read as it was written', async () => {
    const { client } = dynamo;
    let tables = 0;
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(item, { maxLength: 12, selector: ({ id }) => id!.S }), async (items) => {
        tables += 1;
        const TableName = `through-${tables}`;
        await client.send(
          new CreateTableCommand({
            TableName,
            AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
            KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
            BillingMode: 'PAY_PER_REQUEST',
          }),
        );
        await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.05, maxDelay: 0.1 }, { TableName });
        for (const one of items) await client.send(new PutItemCommand({ TableName, Item: parsed(lineOf(one)) }));
        const found: string[] = [];
        const walk = { table: TableName, clock: systemClock, signal: new AbortController().signal };
        for await (const page of scanItems(client, walk))
          for (const one of page) found.push(sameText(parsed(lineOf(one))));
        expect(found.sort()).toEqual(items.map(sameText).sort());
      }),
      { numRuns: 15 },
    );
  });
});
