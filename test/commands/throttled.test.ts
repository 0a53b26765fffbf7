/**
 * The clients that are throttled, the limit that refuses them, and what to raise: for real requests, and for a million
 * lines.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CloudBase } from '../../src/local/cloud/cloud.ts';
import { logStoreOf } from '../../src/local/services/logs/log-store.ts';
import type { RunningCloud } from '../../src/local/start-cloud.ts';
import { ACCESS_LOG_FORMAT } from '../../src/logs/access-log-format.ts';
import { apikit, tempDir } from '../helpers/cli.ts';
import { startCountingProxy } from '../helpers/counting-proxy.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';

const CONTRACT = `openapi: 3.0.3
info: { title: shop, version: 1.0.0 }
paths:
  /items:
    get: { operationId: listItems, security: [{ key: [] }], responses: { '200': { description: OK } } }
    post: { operationId: createItem, responses: { '200': { description: OK } } }
components:
  securitySchemes:
    key: { type: apiKey, name: x-api-key, in: header }
`;
const CONFIG = `name: shop
region: eu-west-1
contract: openapi.yaml
function: { entry: src/handler.mjs, runtime: nodejs22.x }
usagePlans:
  basic: { rate: 2, burst: 2 }
throttle: { rate: 200, burst: 200 }
stages:
  dev:
    throttle: { rate: 20, burst: 10 }
  prod: {}
`;

interface Throttled {
  requests: number;
  refused: { limit: string; key: { id: string; name: string } | null; path: string; count: number; example: string }[];
  raise: { setting: string | null; from: string; to: string }[];
}

let cloud: RunningCloud;
const dir = tempDir();
const run = (...argv: string[]) => apikit(argv, { cwd: dir, env: { AWS_ENDPOINT_URL: cloud.endpoint, TZ: 'UTC' } });

beforeAll(async () => {
  mkdirSync(join(dir, 'src'));
  for (const [file, text] of [
    ['openapi.yaml', CONTRACT],
    ['apikit.yaml', CONFIG],
    ['src/handler.mjs', "export const handler = async () => ({ statusCode: 200, body: '{}' });\n"],
  ] as const)
    writeFileSync(join(dir, file), text);
  cloud = await startTestCloud({ logGroupBytes: 1_000_000_000 });
  for (const stage of ['dev', 'prod']) {
    const { code, stderr } = await run('deploy', '--stage', stage, '--yes');
    expect(code, stderr).toBe(0);
  }
});
afterAll(() => cloud.close());

it('says that a stage has no traffic', async () => {
  const { stdout } = await run('throttled', '--stage', 'dev');
  expect(stdout).toMatch(/^There were no requests since \d{4}-/);
});

it('distinguishes limits of the usage plan from those of the stage, and names the line in apikit.yaml of each', async () => {
  const url = (await run('status', '--stage', 'dev', '--output', 'url')).stdout.trim();
  const created = await run('keys', 'create', 'alice', '--plan', 'basic', '--stage', 'dev', '--json');
  const { id, value } = created.json<{ id: string; value: string }>();
  const get = async () => (await fetch(`${url}/items`, { headers: { 'x-api-key': value } })).status;
  // More requests at once than the plan allows, then more than the stage allows, without a key.
  await Promise.all(Array.from({ length: 8 }, get));
  await Promise.all(Array.from({ length: 60 }, () => fetch(`${url}/items`, { method: 'POST' })));

  const { refused, raise } = (await run('throttled', '--stage', 'dev', '--json')).json<Throttled>();
  const of = (limit: string) => refused.find((each) => each.limit === limit);
  expect(of('plan rate')).toMatchObject({ key: { id, name: 'alice' }, path: '/items' });
  expect(of('stage')).toMatchObject({ key: null, path: '/items' });
  expect(Object.keys(refused[0]!).join()).toBe(
    'limit,key,plan,method,path,count,busiestSecond,firstSeen,lastSeen,example',
  );
  expect(Object.keys(raise[0]!).join()).toBe('setting,from,to,why');
  const settings = raise.map(({ setting, from }) => `${setting} ${from}`);
  expect(settings).toContain('usagePlans.basic.rate 2');
  // The stage has its own setting.
  expect(settings).toContain('stages.dev.throttle.rate 20');
  expect(settings).toContain('stages.dev.throttle.burst 10');

  const { stdout, stderr } = await run('throttled', '--stage', 'dev');
  expect(stdout).toMatch(/^\d+ +plan basic: rate +alice +GET \/items/m);
  expect(stdout).toMatch(/^ {2}usagePlans\.basic\.rate: \d+ {2}instead of 2,/m);
  const [, command] = /→ (apikit explain .*)$/m.exec(stderr) ?? [];
  const told = await run(...command!.split(' ').slice(1));
  expect(told.stdout, told.stderr).toMatch(/429/);
});

it('says when Logs Insights has more rows than it returns', async () => {
  const proxy = await startCountingProxy(cloud.endpoint);
  const values = { method: 'GET', resourcePath: '/items', status: '200', total: '1', peak: '1' };
  const row = Object.entries(values).map(([field, value]) => ({ field, value }));
  proxy.change(/GetQueryResults$/, (answer) => ({
    ...answer,
    body: JSON.stringify({ status: 'Complete', results: Array.from({ length: 10_000 }, () => row) }),
  }));
  const argv = ['throttled', '--stage', 'dev'];
  const { stdout, stderr } = await apikit(argv, { cwd: dir, env: { AWS_ENDPOINT_URL: proxy.endpoint } });
  await proxy.close();
  expect(stdout).toContain('None of 10000 requests');
  expect(stderr).toContain('the count of all requests is too low');
});

it('rejects an invalid time, and says that a log was deleted', async () => {
  expect((await run('throttled', '--since', 'soon', '--stage', 'dev')).code).toBe(2);
  const { code, stderr } = await run('throttled', '--stage', 'dev', '--region', 'us-east-1');
  expect(code).toBe(1);
  expect(stderr).toMatch(/has no logs in us-east-1/);
});

it('reads a million lines of any kind in a few calls', async () => {
  const access = (key: string, status: number, index: number) => {
    const errorType = status === 429 ? 'THROTTLED' : '-';
    const values: Record<string, string> = {
      '$context.requestId': `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      '$context.httpMethod': 'GET',
      '$context.resourcePath': '/items',
      '$context.identity.apiKeyId': key,
      '$context.error.responseType': errorType,
      '$context.requestTimeEpoch': '0',
      '$context.status': String(status),
      '$context.responseLatency': '3',
      '$context.responseLength': '2',
    };
    return ACCESS_LOG_FORMAT.replaceAll(/\$context\.[\w.]+/g, (name) => values[name] ?? '-');
  };
  const lines = Array.from({ length: 1_000 }, (_, index) => access(`k${index % 50}`, index % 20 ? 200 : 429, index));
  const scope = { account: '000000000000', region: 'eu-west-1' };
  const log = logStoreOf({ store: cloud.store } as CloudBase).logOf(scope, '/aws/apigateway/shop-prod');
  const start = Date.now() - 50 * 60_000;
  for (let from = 0; from < 1_000_000; from += 10_000)
    log.append(
      Array.from({ length: 10_000 }, (_, index) => ({
        stream: 'a',
        timestamp: start + (from + index) * 2,
        ingestionTime: start,
        message: lines[index % 1_000]!,
      })),
    );
  const proxy = await startCountingProxy(cloud.endpoint);
  const argv = ['throttled', '--stage', 'prod', '--json'];
  const { json, code, stderr } = await apikit(argv, { cwd: dir, env: { AWS_ENDPOINT_URL: proxy.endpoint } });
  expect(code, stderr).toBe(0);
  const { requests, refused } = json<Throttled>();
  expect(requests).toBe(1_000_000);
  expect(refused.reduce((sum, { count }) => sum + count, 0)).toBe(50_000);
  const others = proxy.calls.filter((call) => !/GetQueryResults$/.test(call));
  expect(others.length, others.join('\n')).toBeLessThanOrEqual(7);
  expect(others.filter((call) => /(Put|Create|Update|Delete|Tag)/.test(call))).toEqual([]);
  await proxy.close();
});
