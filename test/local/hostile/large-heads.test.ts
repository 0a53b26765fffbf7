import { request } from 'node:http';
import { expect, test } from 'vitest';
import { startTestCloud } from '../../helpers/test-cloud.ts';

test('headers above the limit of Node.js are rejected by the gateway, with its message', async () => {
  const cloud = await startTestCloud();
  try {
    const headers = { host: 'abc.execute-api.localhost', 'x-long': 'x'.repeat(40_000) };
    const text = await new Promise<string>((resolve, reject) => {
      const sending = request(`${cloud.endpoint}/dev/items`, { headers }, async (response) => {
        resolve(`${response.statusCode} ${(await response.setEncoding('utf8').toArray()).join('')}`);
      });
      sending.on('error', reject).end();
    });
    expect(text).toBe('431 HTTP header is larger than 10240 bytes.');
  } finally {
    await cloud.close();
  }
});
