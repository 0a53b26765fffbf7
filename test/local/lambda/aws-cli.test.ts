import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LambdaCloud, startLambdaCloud } from './lambda-cloud.ts';
import { makeZip } from './zip.ts';

const run = promisify(execFile);

const installed = (() => {
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

let cloud: LambdaCloud;
const folder = mkdtempSync(join(tmpdir(), 'apikit-cli-'));
beforeAll(async () => {
  cloud = await startLambdaCloud();
});
afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true });
});

async function aws(...args: string[]): Promise<Record<string, unknown>> {
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: cloud.endpoint,
  };
  const { stdout } = await run('aws', ['--region', 'eu-west-1', '--output', 'json', ...args], { env, cwd: folder });
  return stdout.trim() === '' ? {} : JSON.parse(stdout);
}

describe.skipIf(!installed)('the AWS CLI', () => {
  it('creates a function, waits for it, adds a permission and invokes it', async () => {
    writeFileSync(
      join(folder, 'fn.zip'),
      makeZip({ 'index.mjs': 'export const handler = async (event) => ({ got: event });' }),
    );
    const made = await aws(
      ...[
        'lambda',
        'create-function',
        '--function-name',
        'from-cli',
        '--runtime',
        'nodejs22.x',
        '--handler',
        'index.handler',
      ],
      ...['--role', cloud.roleArn, '--zip-file', 'fileb://fn.zip', '--environment', 'Variables={TABLE=items}'],
    );
    expect(made).toMatchObject({
      FunctionName: 'from-cli',
      State: 'Active',
      Environment: { Variables: { TABLE: 'items' } },
    });
    await aws('lambda', 'wait', 'function-active-v2', '--function-name', 'from-cli');
    const permission = await aws(
      ...[
        'lambda',
        'add-permission',
        '--function-name',
        'from-cli',
        '--statement-id',
        'api',
        '--action',
        'lambda:InvokeFunction',
      ],
      ...[
        '--principal',
        'apigateway.amazonaws.com',
        '--source-arn',
        'arn:aws:execute-api:eu-west-1:000000000000:abc/*/*',
      ],
    );
    expect(JSON.parse(permission.Statement as string)).toMatchObject({ Sid: 'api', Effect: 'Allow' });
    writeFileSync(join(folder, 'event.json'), '{"a":1}');
    const event = ['--payload', 'fileb://event.json', '--log-type', 'Tail', 'out.json'];
    const answer = await aws('lambda', 'invoke', '--function-name', 'from-cli', ...event);
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8'))).toEqual({ got: { a: 1 } });
    await aws('lambda', 'publish-version', '--function-name', 'from-cli');
    const provisioned = ['--function-name', 'from-cli', '--qualifier', '1'];
    await aws(
      'lambda',
      'put-provisioned-concurrency-config',
      ...provisioned,
      '--provisioned-concurrent-executions',
      '1',
    );
    expect(await aws('lambda', 'get-provisioned-concurrency-config', ...provisioned)).toMatchObject({
      Status: 'READY',
    });
  });
});
