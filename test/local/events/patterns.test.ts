/** Event patterns as the EventBridge User Guide documents them, through TestEventPattern. */
import { EventBridgeClient, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { service } from '../../../src/local/services/events/service.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';

let cloud: Services;
let client: EventBridgeClient;

beforeAll(async () => {
  cloud = await startServices([service]);
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };
  client = new EventBridgeClient({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
});
afterAll(() => cloud.close());

const EVENT = {
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': 'OrderPlaced',
  source: 'shop.orders',
  account: '111122223333',
  time: '2017-12-22T18:43:48Z',
  region: 'eu-west-1',
  resources: ['arn:aws:x:1', 'arn:aws:x:2'],
};
const test = async (EventPattern: string, detail: object) => {
  const Event = JSON.stringify({ ...EVENT, detail });
  return (await client.send(new TestEventPatternCommand({ EventPattern, Event }))).Result;
};
const matches = async (pattern: object, detail: object = {}) => await test(JSON.stringify(pattern), detail);

describe('a pattern', () => {
  it.each([
    [{ source: ['other', 'shop.orders'] }, true],
    [{ source: ['Shop.Orders'] }, false],
    [{ source: ['shop.orders'], 'detail-type': ['OrderPaid'] }, false],
    [{ resources: ['arn:aws:x:2'] }, true],
    [{ resources: ['arn:aws:x:3'] }, false],
    [{ $or: [{ source: ['other'] }, { region: ['eu-west-1'] }] }, true],
    [{ $or: [{ source: ['other'] }, { region: ['us-east-1'] }] }, false],
    [{ source: ['shop.orders'], $or: [{ region: ['eu-west-1'] }, { region: ['us-east-1'] }] }, true],
    [{ source: ['other'], $or: [{ region: ['eu-west-1'] }, { region: ['us-east-1'] }] }, false],
  ])('%j matches the envelope: %s', async (pattern, expected) => {
    expect(await matches(pattern)).toBe(expected);
  });

  const OPERATORS: [unknown, unknown, boolean][] = [
    ['', '', true],
    [null, null, true],
    [null, '', false],
    [true, true, true],
    [true, 'true', false],
    [300, 300, true],
    [300, '300', false],
    ['b', ['a', 'b'], true],
    [{ prefix: 'us-' }, 'us-east-1', true],
    [{ prefix: 'us-' }, 'eu-us-1', false],
    [{ prefix: { 'equals-ignore-case': 'EVENTB' } }, 'EventBridge', true],
    [{ suffix: '.png' }, 'a.png', true],
    [{ suffix: '.png' }, 'a.PNG', false],
    [{ suffix: { 'equals-ignore-case': '.png' } }, 'a.PNG', true],
    [{ 'equals-ignore-case': 'ALICE' }, 'alice', true],
    [{ 'equals-ignore-case': 'ALICE' }, 'alices', false],
    [{ 'anything-but': 'initializing' }, 'running', true],
    [{ 'anything-but': 'initializing' }, 'initializing', false],
    [{ 'anything-but': ['stopped', 'overloaded'] }, 'overloaded', false],
    [{ 'anything-but': [100, 200] }, 300, true],
    [{ 'anything-but': [100, 200] }, 200, false],
    [{ 'anything-but': { prefix: 'init' } }, 'initializing', false],
    [{ 'anything-but': { prefix: ['init', 'error'] } }, 'running', true],
    [{ 'anything-but': { suffix: '.txt' } }, 'a.txt', false],
    [{ 'anything-but': { 'equals-ignore-case': ['STOPPED'] } }, 'stopped', false],
    [{ 'anything-but': { wildcard: '*/lib/*' } }, 'dir/lib/a', false],
    [{ 'anything-but': 'x' }, undefined, false],
    [{ numeric: ['=', 301.8] }, 301.8, true],
    [{ numeric: ['>', 0, '<=', 5] }, 5, true],
    [{ numeric: ['>', 0, '<=', 5] }, 0, false],
    [{ numeric: ['<', 10] }, '5', false],
    [{ exists: true }, 'x', true],
    [{ exists: true }, null, true],
    [{ exists: true }, { inner: 1 }, false],
    [{ exists: true }, undefined, false],
    [{ exists: false }, undefined, true],
    [{ exists: false }, 'x', false],
    [{ wildcard: 'dir/*.png' }, 'dir/a/b.png', true],
    [{ wildcard: 'dir/*.png' }, 'dir/.pn', false],
    [{ wildcard: 'a*a' }, 'a', false],
    [{ wildcard: '*a*b' }, 'xaxaxb', true],
    [{ wildcard: 'a\\*b' }, 'a*b', true],
    [{ wildcard: 'a\\*b' }, 'axb', false],
    [{ wildcard: '*' }, '', true],
  ];
  it.each(OPERATORS)('with the value %j, for the field %j: %s', async (wanted, field, expected) => {
    expect(await matches({ detail: { field: [wanted] } }, { field })).toBe(expected);
  });

  it('needs all conditions on a list of structures to hold for one of them', async () => {
    const pattern = { detail: { items: { name: ['pen'], count: [2] } } };
    expect(
      await matches(pattern, {
        items: [
          { name: 'pen', count: 1 },
          { name: 'ink', count: 2 },
        ],
      }),
    ).toBe(false);
    expect(await matches(pattern, { items: [{ name: 'ink' }, { name: 'pen', count: 2 }] })).toBe(true);
  });

  it('finds that a field of a missing structure does not exist', async () => {
    expect(await matches({ detail: { a: { b: [{ exists: false }] } } })).toBe(true);
    expect(await matches({ detail: { a: { b: [{ exists: true }] } } })).toBe(false);
  });

  it('does not take what every structure inherits for a field', async () => {
    expect(await matches({ detail: { toString: [{ exists: false }] } })).toBe(true);
  });
});

describe('an invalid pattern', () => {
  it.each([
    ['{', 'Event pattern is not valid. Reason: Invalid JSON'],
    ['{"source":"a"}', '"source" must be an object or an array'],
    ['{"source":[]}', 'Empty arrays are not allowed'],
    ['{}', 'Empty objects are not allowed'],
    ['{"source":[{"prefx":"a"}]}', 'Unrecognized match type prefx'],
    ['{"source":[{"wildcard":"a**b"}]}', 'Consecutive wildcard characters at pos 1'],
    ['{"source":[{"anything-but":["a",1]}]}', 'mixed type is not supported'],
    ['{"source":[{"numeric":["=",5000000001]}]}', 'Value must be between'],
  ])('%s is rejected', async (pattern, message) => {
    await expect(test(pattern, {})).rejects.toMatchObject({
      name: 'InvalidEventPatternException',
      message: expect.stringContaining(message),
    });
  });

  it('is not what an operator is that is not emulated: its name is in the error', async () => {
    await expect(test('{"source":[{"cidr":"10.0.0.0/24"}]}', {})).rejects.toMatchObject({
      name: 'NotImplementedException',
      message: expect.stringContaining('cidr'),
    });
  });
});
