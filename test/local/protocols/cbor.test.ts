import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunningCloud } from '../../../src/local/start-cloud.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';

let cloud: RunningCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.close());

it.each([
  ['an unterminated array', Buffer.from([0x9b, 0, 0, 0, 0, 6, 0, 0, 0])],
  ['a map with an impossible size', Buffer.from([0xbb, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff])],
  ['two hundred thousand nested arrays', Buffer.concat([Buffer.alloc(200_000, 0x81), Buffer.from([0])])],
  ['a value that is not a map', Buffer.from([0x81, 0x01])],
])('%s is a client error, not a failure of the cloud', async (_what, body) => {
  const path = '/service/GraniteServiceVersion20100801/operation/PutMetricData';
  const headers = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };
  const response = await fetch(cloud.endpoint + path, { method: 'POST', headers, body: new Uint8Array(body) });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('SerializationException');
});
