import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { startTestCloud } from '../../helpers/test-cloud.ts';

test.each(['ListTables', 'DescribeTable'])(
  'a response to %s has the checksum that the SDK for Go compares',
  async (name) => {
    const cloud = await startTestCloud();
    try {
      const headers = { 'x-amz-target': `DynamoDB_20120810.${name}`, 'content-type': 'application/x-amz-json-1.0' };
      const response = await fetch(cloud.endpoint, { method: 'POST', headers, body: '{}' });
      expect(response.headers.get('x-amz-crc32')).toBe(String(crc32(await response.text())));
    } finally {
      await cloud.close();
    }
  },
);
