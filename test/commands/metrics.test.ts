/** The metrics of a stage in a terminal: the output, the number of calls, and the text if there is nothing. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { RunningCloud } from '../../src/local/start-cloud.ts';
import { apikit, tempDir } from '../helpers/cli.ts';
import { startCountingProxy } from '../helpers/counting-proxy.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';

const operations = Array.from(
  { length: 3 },
  (_, index) => `  /items${index}:
    get: { operationId: getItems${index}, responses: { '200': { description: OK } } }
`,
);
const CONTRACT = `openapi: 3.0.3
info: { title: shop, version: 1.0.0 }
paths:
${operations.join('')}`;
const CONFIG = `name: shop
region: eu-west-1
contract: openapi.yaml
function: { entry: src/handler.mjs, runtime: nodejs22.x }
tables: { items: { key: id } }
stages:
  dev: { metrics: true }
  prod: {}
`;

interface Metrics {
  period: number;
  queries: number;
  metrics: { id: string; of: string | null; total: number | null; most: number | null; values: (number | null)[] }[];
}

let cloud: RunningCloud;
let cloudwatch: CloudWatchClient;
const dir = tempDir();
const env = () => ({ AWS_ENDPOINT_URL: cloud.endpoint, TZ: 'UTC' });
const run = (...argv: string[]) => apikit(argv, { cwd: dir, env: env() });

/** Puts a value at this many minutes ago. */
async function put(
  Namespace: string,
  MetricName: string,
  dimensions: Record<string, string>,
  at: Record<number, number>,
) {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const MetricData = Object.entries(at).map(
    ([minutes, Value]): MetricDatum => ({
      MetricName,
      Dimensions,
      Value,
      Timestamp: new Date(Date.now() - Number(minutes) * 60_000),
    }),
  );
  await cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
}

beforeAll(async () => {
  mkdirSync(join(dir, 'src'));
  for (const [file, text] of [
    ['openapi.yaml', CONTRACT],
    ['apikit.yaml', CONFIG],
    ['src/handler.mjs', "export const handler = async () => ({ statusCode: 200, body: '{}' });\n"],
  ] as const)
    writeFileSync(join(dir, file), text);
  cloud = await startTestCloud();
  cloudwatch = new CloudWatchClient({ endpoint: cloud.endpoint, region: 'eu-west-1' });
  const api = { ApiName: 'shop-dev', Stage: 'dev' };
  await put('AWS/ApiGateway', 'Count', api, { 50: 100, 30: 400, 10: 300 });
  await put('AWS/ApiGateway', '5XXError', api, { 30: 40, 10: 0 });
  await put('AWS/ApiGateway', 'Latency', api, { 30: 900, 10: 20 });
  await put('AWS/Lambda', 'ConcurrentExecutions', { FunctionName: 'shop-dev' }, { 30: 7 });
  await put('AWS/DynamoDB', 'ReadThrottleEvents', { TableName: 'shop-dev-items' }, { 30: 12 });
  for (const [index, count] of [5, 50, 0].entries())
    await put('AWS/ApiGateway', 'Count', { ...api, Method: 'GET', Resource: `/items${index}` }, { 10: count });
});
afterAll(async () => {
  cloudwatch.destroy();
  await cloud.close();
});

it('shows each metric as a sparkline with its figures, and where cold starts are counted', async () => {
  const { code, stdout, stderr } = await run('metrics', '--stage', 'dev');
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/^shop\/dev {2}\d{4}-\d\d-\d\d \d\d:\d\d to .*UTC, 1 minute each\n/);
  expect(stdout).toMatch(/^requests +▂? *[▁-█ ]+█[▁-█ ]+ 800, most 400$/m);
  expect(stdout).toMatch(/^5XX +.*█.* 40 \(5\.0 %\)$/m);
  expect(stdout).toMatch(/^latency p95 +.* most 900 ms$/m);
  expect(stdout).toMatch(/^concurrency +.* most 7$/m);
  expect(stdout).toMatch(/^items read throttles +.* 12$/m);
  expect(stdout).toMatch(/^function throttles +-$/m);
  expect(stderr).toMatch(/14 metrics at \$0\.01 for 1,000/);
  expect(stderr).toMatch(/→ apikit logs search "fields coalesce\(@initDuration, /);
});

it('calls CloudWatch once, besides the identity check, and writes nothing', async () => {
  for (const argv of [[], ['--operation'], ['--since', '30d']]) {
    const proxy = await startCountingProxy(cloud.endpoint);
    const result = await apikit(['metrics', '--stage', 'dev', ...argv], {
      cwd: dir,
      env: { ...env(), AWS_ENDPOINT_URL: proxy.endpoint },
    });
    expect(result.code, result.stderr).toBe(0);
    expect(proxy.calls.map((call) => call.replace(/.*\./, ''))).toEqual([
      'GetCallerIdentity',
      expect.stringMatching(/GetMetricData/),
    ]);
    await proxy.close();
  }
});

it('compares operations, the busiest first, and shows one by its ID or its route', async () => {
  const { stdout } = await run('metrics', '--stage', 'dev', '--operation');
  const names = [...stdout.matchAll(/^GET (\/items\d)/gm)].map(([, path]) => path);
  expect(names).toEqual(['/items1', '/items0', '/items2']);
  for (const name of ['getItems1', 'GET /items1'])
    expect((await run('metrics', '--stage', 'dev', '--operation', name)).stdout).toMatch(/^requests +.* 50, most 50$/m);
});

it('prints every value as JSON, null for missing values, with a period that fits the time range', async () => {
  const { metrics, period, queries } = (await run('metrics', '--stage', 'dev', '--json')).json<Metrics>();
  const requests = metrics.find(({ id }) => id === 'requests')!;
  expect(period).toBe(60);
  expect(queries).toBe(metrics.length);
  expect(requests).toMatchObject({ of: null, total: 800, most: 400 });
  expect(requests.values).toHaveLength(60);
  expect(requests.values.filter((value) => value !== null)).toEqual([100, 400, 300]);
  expect(metrics.find(({ id, of }) => id === 'readThrottles' && of === 'items')?.total).toBe(12);
  const month = (await run('metrics', '--stage', 'dev', '--since', '30d', '--json')).json<Metrics>();
  expect(month.period).toBe(86_400);
});

it('refreshes each minute until it is stopped', async () => {
  const run = new AbortController();
  const ended = new AbortController();
  let waits = 0;
  const clock = {
    now: systemClock.now,
    async sleep(milliseconds: number, signal?: AbortSignal) {
      expect(milliseconds).toBe(60_000);
      waits += 1;
      if (waits === 3) run.abort(new Error('Ctrl-C'));
      signal?.throwIfAborted();
    },
  };
  const argv = ['metrics', '--stage', 'dev', '--watch', '--json'];
  const { stdout } = await apikit(argv, { cwd: dir, env: env(), clock, signal: run.signal });
  const plain = await apikit(['metrics', '--stage', 'dev', '--watch'], {
    cwd: dir,
    env: env(),
    clock: {
      now: systemClock.now,
      sleep: async () => {
        ended.abort(new Error('Ctrl-C'));
        ended.signal.throwIfAborted();
      },
    },
    signal: ended.signal,
  });
  expect(plain.stderr).toMatch(/14 metrics each minute at \$0\.01 for 1,000: about \$0\.20 a day\. Ctrl-C ends it\./);
  const documents = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Metrics);
  expect(documents).toHaveLength(3);
  expect(documents[0]!.metrics[0]!.total).toBe(800);
});

it('writes an HTML page and a picture of it, and creates their folders', async () => {
  const argv = ['metrics', '--stage', 'dev', '--html', 'out/dev.html', '--png', 'out/dev.png'];
  const { code, stderr } = await run(...argv);
  expect(code, stderr).toBe(0);
  expect(stderr).toMatch(/✔ out\/dev\.html\n✔ out\/dev\.png/);
  const html = readFileSync(join(dir, 'out/dev.html'), 'utf8');
  for (const text of ['shop/dev', 'Requests', 'Latency', 'Function', 'Table items']) expect(html).toContain(text);
  expect(html).toContain('<td>requests</td><td>800</td><td>400</td>');
  expect(readFileSync(join(dir, 'out/dev.png')).subarray(1, 4).toString()).toBe('PNG');
  const { files } = (await run(...argv, '--json')).json<{ files: string[] }>();
  expect(files).toEqual(['out/dev.html', 'out/dev.png']);
  const compared = await run('metrics', '--stage', 'dev', '--operation', '--html', 'out/all.html');
  expect(compared.code, compared.stderr).toBe(0);
  expect(readFileSync(join(dir, 'out/all.html'), 'utf8')).toContain('GET /items1: requests');
  expect((await run('metrics', '--stage', 'dev', '--watch', '--png', 'x.png')).code).toBe(2);
  expect((await run('metrics', '--stage', 'dev', '--png', 'out')).stderr).toMatch(/out/);
});

it('names the data that is not available', async () => {
  expect(await run('metrics', '--stage', 'prod')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('not deployed'),
  });
  expect(await run('deploy', '--stage', 'prod', '--yes')).toMatchObject({ code: 0 });
  const nothing = await run('metrics', '--stage', 'prod', '--since', '3h', '--until', '2h');
  expect(nothing.code).toBe(0);
  expect(nothing.stderr).toMatch(/CloudWatch has no data of shop\/prod in that time/);
  const off = await run('metrics', '--stage', 'prod', '--operation');
  expect(off.code).toBe(2);
  expect(off.stderr).toMatch(/only with detailed metrics, which are off[\s\S]*metrics: true/);
  const unknown = await run('metrics', '--stage', 'dev', '--operation', 'nope');
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toMatch(/no operation "nope"[\s\S]*getItems0/);
  expect((await run('metrics', '--stage', 'dev', '--watch', '--until', '1m')).code).toBe(2);
});
