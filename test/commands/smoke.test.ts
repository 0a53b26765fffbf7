/** `apikit smoke` against the scaffolded project on an embedded cloud, unchanged and with a handler that is wrong. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tempDir } from '../helpers/cli.ts';
import { type Project, startProject } from '../helpers/project.ts';

interface Report {
  release: string;
  passed: number;
  failed: number;
  wrongRelease: string | null;
  checks: { operation: string; outcome: string; problems: string[]; status: number; request: string; ms: number }[];
}

describe('apikit smoke', () => {
  let project: Project;
  beforeAll(async () => {
    project = await startProject(['--stages', 'dev,prod']);
    await project.json(['deploy', '--stage', 'local', '--yes']);
  });
  afterAll(() => project.close());

  const writes = async () => {
    const { stdout } = await project.apikit(['tail-logs', '--stage', 'local', '--no-follow', '--json']);
    return stdout.split('\n').filter((line) => /"method":"(?!GET)/.test(line));
  };

  it('passes for the unchanged template with GET requests only, and leaves no key behind', async () => {
    const report = await project.json<Report>(['smoke', '--stage', 'local']);
    expect(report.checks.map(({ operation, outcome }) => [operation, outcome])).toEqual([
      ['getHealth', 'passed'],
      ['listItems', 'passed'],
    ]);
    expect(report).toMatchObject({
      passed: 2,
      failed: 0,
      wrongRelease: null,
      release: expect.stringMatching(/^\w{12}$/),
    });
    expect(await writes()).toEqual([]);
    const { keys } = await project.json<{ keys: unknown[] }>(['keys', 'list', '--stage', 'local']);
    expect(keys).toEqual([]);
  });

  it('names the missing input: the stage, a key, a valid limit, a request to send', async () => {
    const run = async (...argv: string[]) => await project.apikit(['smoke', ...argv]);
    expect((await run('--stage', 'dev')).stderr).toContain('is not deployed');
    expect(await run('--stage', 'local', '--max-latency', '0.8s')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        '--max-latency takes milliseconds as a whole number from 1 to 60000, not "0.8s".',
      ),
    });
    await project.json(['deploy', '--stage', 'dev', '--yes']);
    expect(await run('--stage', 'dev')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('but no key is given'),
    });
    const contract = project.read('openapi.yaml');
    project.edit('openapi.yaml', (text) =>
      text.replaceAll(/^( *)operationId: (getHealth|listItems)$/gm, '$&\n$1x-apikit: { smoke: false }'),
    );
    expect(await run('--stage', 'local')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is nothing to send: openapi.yaml has no GET without required parameters'),
    });
    project.edit('openapi.yaml', () => contract);
  });

  it('needs no sources: it uses the contract of the release, if that is kept', async () => {
    const { value } = await project.json<{ value: string }>(['keys', 'create', 'caller', '--stage', 'dev']);
    const elsewhere = { cwd: tempDir(), env: { APIKIT_KEY: value } };
    const argv = ['smoke', '--app', 'items-api', '--stage', 'dev', '--region', 'us-east-1', '--json'];
    const { code, stdout, stderr } = await project.apikit(argv, elsewhere);
    expect(code, stderr).toBe(0);
    expect((JSON.parse(stdout) as Report).checks.map(({ operation }) => operation)).toEqual(['getHealth', 'listItems']);

    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = new DynamoDBClient({ endpoint: project.cloud.endpoint, region: 'us-east-1', credentials });
    await client.send(new DeleteItemCommand({ TableName: 'apikit-locks', Key: { stage: { S: 'items-api/dev' } } }));
    client.destroy();
    expect(await project.apikit(argv, elsewhere)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('The account does not keep the contract of the live release of items-api/dev.'),
    });
  });

  it('fails for a handler that breaks the contract, with the request to repeat and without the key', async () => {
    writeFileSync(join(project.dir, 'src/broken.ts'), BROKEN);
    project.edit('apikit.yaml', (text) => text.replace('src/handler.ts', 'src/broken.ts'));
    await project.json(['deploy', '--stage', 'local', '--yes']);
    const { value } = await project.json<{ value: string }>(['keys', 'create', 'mine', '--stage', 'local']);
    const env = { APIKIT_KEY: value };
    const { code, stdout } = await project.apikit(['smoke', '--stage', 'local'], { env });
    expect(code).toBe(1);
    expect(stdout).toContain('✘ getHealth  0 of 1 passed, 1 failed');
    expect(stdout).toMatch(
      /✘ listItems as it is\n {4}The body is not what the contract declares for 200: .+\n {4}curl -i/,
    );
    expect(stdout).toMatch(/curl -i 'http.+\/items' -H "x-api-key: \$APIKIT_KEY"/);
    expect(stdout).toMatch(/✘ items-api\/local release \w{12}: 0 passed, 2 failed, 0 skipped/);
    expect(stdout).not.toContain(value);
  });

  it('fails for a slow handler', async () => {
    project.edit('src/broken.ts', () => SLOW);
    await project.json(['deploy', '--stage', 'local', '--yes']);
    const { code, stdout } = await project.apikit(['smoke', '--stage', 'local', '--max-latency', '20', '--json']);
    expect(code).toBe(1);
    const problems = (JSON.parse(stdout) as Report).checks.flatMap((check) => check.problems);
    expect(problems[0]).toMatch(/^It took \d+ ms; expected at most 20 ms\.$/);
  });
});

/** The scaffolded handler, with two operations that are wrong. */
const BROKEN = `
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { handler as good } from './handler.ts';

export const handler = async (event: APIGatewayProxyEvent, context: Context) => {
  if (event.resource === '/health') return { statusCode: 418, body: '' };
  const answer = await good(event, context);
  return { ...answer, body: '{"things":[]}' };
};
`;

const SLOW = `
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { handler as good } from './handler.ts';

export const handler = async (event: APIGatewayProxyEvent, context: Context) => {
  await new Promise((resolve) => setTimeout(resolve, 30));
  return await good(event, context);
};
`;
