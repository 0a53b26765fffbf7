/** GetCallerIdentity by a presigned URL, as clients prove to another program who they are. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningCloud } from '../../../src/local/start-cloud.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';

let cloud: RunningCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.close());

test('a Query request can have its form in the query of the URL', async () => {
  const credential = encodeURIComponent('AKID/20260101/us-east-1/sts/aws4_request');
  const form = `Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Credential=${credential}&X-Amz-Signature=0`;
  const response = await fetch(`${cloud.endpoint}/?${form}`);
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('<GetCallerIdentityResult><UserId>');
});

test('a request without an operation is refused in the format of its service', async () => {
  const authorization = 'AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/sts/aws4_request, Signature=0';
  const response = await fetch(cloud.endpoint, { method: 'POST', headers: { authorization } });
  expect(await response.text()).toContain('<Code>NotImplementedException</Code>');
});
