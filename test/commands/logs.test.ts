/** Searching days of logs, and the errors of a stage: the results, the cost, and the output if there is nothing. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningCloud } from '../../src/local/start-cloud.ts';
import { apikit, tempDir } from '../helpers/cli.ts';
import { terminal } from '../helpers/terminal.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';

const CONTRACT = `openapi: 3.0.3
info: { title: shop, version: 1.0.0 }
paths:
  /fine:
    get: { operationId: fine, responses: { '200': { description: OK } } }
  /crash/{id}:
    get:
      operationId: crash
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: OK } }
  /slow:
    get: { operationId: slow, responses: { '200': { description: OK } } }
  /busy:
    get: { operationId: busy, responses: { '200': { description: OK } } }
`;
const HANDLER = `export const handler = async (event) => {
  console.log('Out of STOCK for ' + event.resource);
  if (event.resource === '/crash/{id}') throw new TypeError('no item ' + event.pathParameters.id);
  if (event.resource === '/slow') await new Promise((done) => setTimeout(done, 5000));
  return { statusCode: event.resource === '/busy' ? 503 : 200, body: '{}' };
};
`;
const CONFIG = `name: shop
region: eu-west-1
contract: openapi.yaml
function: { entry: src/handler.mjs, runtime: nodejs22.x, timeout: 1 }
stages: { dev: {}, prod: {} }
`;

const CREDENTIALS = { accessKeyId: 'x', secretAccessKey: 'x' };

let cloud: RunningCloud;
const dir = tempDir();
const run = (...argv: string[]) => apikit(argv, { cwd: dir, env: { AWS_ENDPOINT_URL: cloud.endpoint, TZ: 'UTC' } });

beforeAll(async () => {
  mkdirSync(join(dir, 'src'));
  for (const [file, text] of [
    ['openapi.yaml', CONTRACT],
    ['apikit.yaml', CONFIG],
    ['src/handler.mjs', HANDLER],
  ] as const)
    writeFileSync(join(dir, file), text);
  cloud = await startTestCloud();
  const { code, stderr } = await run('deploy', '--stage', 'dev', '--yes');
  expect(code, stderr).toBe(0);
  const url = (await run('status', '--stage', 'dev', '--output', 'url')).stdout.trim();
  for (const path of ['/fine', '/crash/1', '/crash/2', '/crash/3', '/slow', '/busy', '/busy']) await fetch(url + path);
});
afterAll(() => cloud.close());

describe('logs search', () => {
  it('finds words in any case, prints log lines, and shows the cost beforehand', async () => {
    const { code, stdout, stderr } = await run('logs', 'search', 'out of stock', '--stage', 'dev');
    expect(code, stderr).toBe(0);
    expect(stdout.match(/Out of STOCK for/g)).toHaveLength(7);
    expect(stdout).toMatch(/^── .*\n\d\d:\d\d:\d\d\.\d{3} {2}[0-9a-f]{8} {2}info/);
    const [cost, found] = stderr.trim().split('\n');
    expect(cost).toMatch(/Logs Insights scans \d.* of logs for this: less than a cent, at \$0.005 per GB/);
    expect(found).toMatch(/7 lines of \d+ lines \(\d.*\)\.$/);
  });

  it('accepts a query, and shows its rows', async () => {
    const query = 'filter status >= 500 | stats count(*) as n by resourcePath, status | sort n desc';
    const { stdout } = await run('logs', 'search', query, '--stage', 'dev', '--since', '2h');
    expect(stdout.split('\n').slice(0, 2)).toEqual(['resourcePath  status  n', '/crash/{id}   502     3']);
    const document = (await run('logs', 'search', query, '--stage', 'dev', '--json')).json<{ rows: object[] }>();
    expect(document.rows[1]).toEqual({ resourcePath: '/busy', status: '503', n: '2' });
  });

  it('shows the newest matches, and their total number', async () => {
    const { stdout, stderr } = await run('logs', 'search', 'stock', '--limit', '2', '--stage', 'dev');
    expect(stdout.match(/STOCK/g)).toHaveLength(2);
    expect(stderr).toMatch(/the newest 2 lines of 7 in/);
  });

  it('finds words that are keywords of the query language, and special characters', async () => {
    expect((await run('logs', 'search', 'limit exceeded', '--stage', 'dev')).stderr).toMatch(/Found nothing/);
    expect((await run('logs', 'search', '/crash/{id}', '--stage', 'dev')).stdout).toMatch(/GET {4}\/dev\/crash\/1/);
  });

  it('rejects invalid input before it calls AWS', async () => {
    const refused = async (...argv: string[]) => {
      const { code, stderr } = await run('logs', 'search', ...argv, '--stage', 'dev');
      return `${code} ${stderr.trim().split('\n').at(-1)} ${stderr}`;
    };
    expect(await refused(' ')).toMatch(/^2 .*nothing to search for/s);
    expect(await refused('x', '--limit', '0')).toMatch(/^2 .*--limit takes a number/s);
    expect(await refused('x', '--since', 'soon')).toMatch(/^2 .*--since takes a duration/s);
    expect(await refused('filter a = 1', '--limit', '5')).toMatch(/^2 .*a query sets its own limit/s);
    expect(await refused('filter a = = 1')).toMatch(/^2 .*cannot read the query: unexpected symbol found = at line 1/s);
  });

  it('says that a stage is not deployed', async () => {
    const { code, stderr } = await run('logs', 'search', 'x', '--stage', 'prod');
    expect(code).toBe(1);
    expect(stderr).toMatch(/shop\/prod has no logs in eu-west-1: it is not deployed there/);
  });
});

describe('logs errors', () => {
  interface Errors {
    errors: { kind: string; message: string; count: number; stack: string[]; example: string | null }[];
  }

  it('shows each kind of error once, with its stack trace in the sources and an example request', async () => {
    const { code, stdout, stderr } = await run('logs', 'errors', '--stage', 'dev');
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^3× TypeError: no item 3\n {4}at .*src\/handler\.mjs:3:\d+/m);
    expect(stdout).not.toMatch(/bootstrap/);
    expect(stdout).toMatch(/^1× Timeout: Task timed out after 1\.00 seconds/m);
    expect(stdout).toMatch(/^2× 503: GET \/busy, answered by the handler/m);
    const [, command] = /→ (apikit explain .*)$/m.exec(stderr) ?? [];
    const told = await run(...command!.split(' ').slice(1));
    expect(told.stdout, told.stderr).toMatch(/^GET \/crash\/3 \(\/crash\/\{id\}\) {2}502/);
  });

  it('counts a failed request once, and has an example of every kind', async () => {
    const { errors } = (await run('logs', 'errors', '--stage', 'dev', '--json')).json<Errors>();
    expect(errors.map(({ kind, count }) => `${kind} ${count}`)).toEqual(['TypeError 3', '503 2', 'Timeout 1']);
    expect(errors.every(({ example }) => /^[0-9a-f-]{36}$/.test(example!))).toBe(true);
  });

  it('reads the other groups if a group is deleted, and says so', async () => {
    const logs = new CloudWatchLogsClient({
      endpoint: cloud.endpoint,
      region: 'eu-west-1',
      credentials: CREDENTIALS,
    });
    const logGroupName = '/aws/apigateway/shop-dev';
    await logs.send(new DeleteLogGroupCommand({ logGroupName }));
    const { stdout, stderr } = await run('logs', 'errors', '--stage', 'dev');
    expect(stdout).toMatch(/TypeError/);
    expect(stderr).toMatch(/\/aws\/apigateway\/shop-dev does not exist/);
    logs.destroy();
  });
});

it('asks for confirmation before a query that costs more than a dollar', async () => {
  const cloudwatch = new CloudWatchClient({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials: CREDENTIALS });
  const Dimensions = [{ Name: 'LogGroupName', Value: '/aws/lambda/shop-dev' }];
  const hours = { Timestamp: new Date(Date.now() - 5 * 3_600_000), Value: 300 * 1_024 ** 3, Unit: 'Bytes' as const };
  const MetricData = [{ MetricName: 'IncomingBytes', Dimensions, ...hours }];
  await cloudwatch.send(new PutMetricDataCommand({ Namespace: 'AWS/Logs', MetricData }));
  const argv = ['logs', 'search', 'stock', '--stage', 'dev', '--since', '6h'];
  const { code, stderr } = await run(...argv);
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /scans 300 GB of logs for this: about \$1\.50.*Nothing was scanned, because the scan costs more than a dollar\..*--yes/s,
  );
  expect((await run(...argv, '--yes')).stdout).toMatch(/STOCK/);
  const person = terminal([[/Scan that much\?/, 'n\n']]);
  const declined = await apikit(argv, { cwd: dir, env: { AWS_ENDPOINT_URL: cloud.endpoint }, ...person });
  expect(declined.code).toBe(3);
  cloudwatch.destroy();
});
