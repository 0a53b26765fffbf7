import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunningCloud } from '../../../src/local/start-cloud.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';

let cloud: RunningCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.close());

const DEPTH = 20_000;
const lists = (depth: number) => '{"L":['.repeat(depth) + '{"S":"a"}' + ']}'.repeat(depth);
const json = (target: string) => ({ 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target });
const form = { 'content-type': 'application/x-www-form-urlencoded' };

it.each([
  [
    'an item',
    '/',
    json('DynamoDB_20120810.PutItem'),
    `{"TableName":"items","Item":{"id":{"S":"a"},"deep":${lists(DEPTH)}}}`,
  ],
  ['a Query form', '/', form, `Action=CreateRole&Version=2010-05-08&RoleName=a&A${'.a'.repeat(DEPTH)}=1`],
  [
    'a REST body',
    '/restapis',
    { 'content-type': 'application/json' },
    `{"name":"x","tags":${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}}`,
  ],
  [
    'a CBOR body',
    '/service/GraniteServiceVersion20100801/operation/PutMetricData',
    { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
    new Uint8Array([...Array.from({ length: 200 }, () => [0xa1, 0x61, 0x61]).flat(), 0x01]),
  ],
])('%s with endless nesting is a client error', async (_what, path, headers, body) => {
  const response = await fetch(cloud.endpoint + path, { method: 'POST', headers, body });
  expect(response.status).toBe(400);
  expect(response.headers.get('x-amzn-errortype') + (await response.text())).toContain('SerializationException');
});
