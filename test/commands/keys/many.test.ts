/** Ten thousand keys, the quota of an account and region: the cost of a listing. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CountingProxy, startCountingProxy } from '../../helpers/counting-proxy.ts';
import { type Project, startSmallProject } from '../../helpers/project.ts';

const KEYS = 10_000;
const PAGE = 500;

let project: Project;
let proxy: CountingProxy;

beforeAll(async () => {
  project = await startSmallProject();
  await project.json(['deploy', '--stage', 'dev', '--yes']);
  proxy = await startCountingProxy(project.cloud.endpoint);
  const tags = { 'apikit:app': 'items-api', 'apikit:stage': 'dev', 'apikit:plan': 'basic' };
  const idOf = (index: number) => `key${String(index).padStart(7, '0')}`;
  /** A page of resources that the embedded cloud does not have. */
  const page = (request: string, item: (index: number) => object) => {
    const query = new URL(request.split('{')[0]!).searchParams;
    const from = Number(query.get('position') ?? 0);
    const size = Math.min(Number(query.get('limit') ?? 25), PAGE);
    const items = Array.from({ length: Math.min(size, KEYS - from) }, (_, index) => item(from + index));
    return JSON.stringify({ item: items, ...(from + size < KEYS && { position: String(from + size) }) });
  };
  proxy.change(/^GET \/apikeys$/, (answer, request) => ({
    ...answer,
    status: 200,
    body: page(request, (index) => ({
      ...{ id: idOf(index), name: `client-${index}`, enabled: true, createdDate: 1_790_000_000, stageKeys: [], tags },
    })),
  }));
  proxy.change(/^GET \/usageplans\/\w+\/keys$/, (answer, request) => ({
    ...answer,
    status: 200,
    body: page(request, (index) => ({ id: idOf(index), name: `client-${index}`, type: 'API_KEY' })),
  }));
});
afterAll(async () => {
  await proxy.close();
  await project.close();
});

const run = (...argv: string[]) =>
  project.apikit([...argv, '--stage', 'dev', '--json'], { env: { AWS_ENDPOINT_URL: proxy.endpoint } });

it('keys list calls AWS at most 25 times, and shows the plan of each key', async () => {
  proxy.calls.length = 0;
  const { code, json } = await run('keys', 'list');
  expect(code).toBe(0);
  const { keys } = json<{ keys: { plan: string }[] }>();
  expect(keys).toHaveLength(KEYS);
  expect(keys.filter(({ plan }) => plan !== 'basic')).toEqual([]);
  expect(proxy.calls.length).toBeLessThanOrEqual(25);
  expect(proxy.calls.filter((call) => !/^(GET |GetCallerIdentity)/.test(call))).toEqual([]);
});
