/** boto3 works unchanged with the embedded cloud: one Python program, checked by its output. */
import { execFile, execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../helpers/cli.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';
import { makeZip } from '../local/lambda/zip.ts';

const hasBoto3 = (() => {
  try {
    execFileSync('python3', ['-c', 'import boto3'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const ECHO = `export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify({ path: event.path }) });`;

describe(hasBoto3 ? 'boto3' : 'boto3 (skipped: python3 cannot import boto3)', () => {
  it.skipIf(!hasBoto3)('completes the tutorial', async () => {
    const folder = tempDir();
    const zip = join(folder, 'function.zip');
    writeFileSync(zip, makeZip({ 'index.mjs': ECHO }));
    const cloud = await startTestCloud();
    try {
      const env = {
        PATH: process.env.PATH,
        HOME: folder,
        AWS_ENDPOINT_URL: cloud.endpoint,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_DEFAULT_REGION: 'eu-west-1',
      };
      const program = join(import.meta.dirname, 'boto3-tutorial.py');
      const { stdout } = await promisify(execFile)('python3', [program, zip], { env, cwd: folder });
      expect(JSON.parse(stdout)).toEqual({
        account: '000000000000',
        item: { id: '1', count: 2, tags: ['a', 'b'] },
        trust: true,
        invoked: { statusCode: 200, body: '{"path":"/direct"}' },
        without_key: [403, { message: 'Forbidden' }],
        with_key: [200, { path: '/some/path' }],
        sold: [3],
        missing: 'Invalid API identifier specified 000000000000:none',
        pages: ['echo'],
      });
    } finally {
      await cloud.close();
      rmSync(folder, { recursive: true });
    }
  });
});
