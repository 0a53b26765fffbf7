/** The usage of keys in their plans, the remaining requests, and when they run out. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runsOutOn } from '../../../src/aws/keys/daily-rate.ts';
import { type CountingProxy, startCountingProxy } from '../../helpers/counting-proxy.ts';
import { type Project, startSmallProject } from '../../helpers/project.ts';

interface Usage {
  name: string;
  plan: string;
  used: number;
  perDay: number[];
  left: number | null;
  runsOut: string | null;
}

let project: Project;
let proxy: CountingProxy;
let alice: { id: string; value: string };
const stage = ['--stage', 'dev'];

beforeAll(async () => {
  project = await startSmallProject();
  project.edit('apikit.yaml', (text) =>
    text.replace(
      /^usagePlans:[\s\S]*?(?=^\w)/m,
      'usagePlans:\n  basic: { rate: 50, burst: 50, quota: 5/day, operations: { sayHello: { rate: 5, burst: 9 } } }\n  free: {}\n\n',
    ),
  );
  const { url } = await project.json<{ url: string }>(['deploy', ...stage, '--yes']);
  alice = await project.json(['keys', 'create', 'alice', '--plan', 'basic', ...stage]);
  const bob = await project.json<{ value: string }>(['keys', 'create', 'bob', '--plan', 'free', ...stage]);
  for (const { value } of [alice, alice, bob]) await fetch(`${url}/hello`, { headers: { 'x-api-key': value } });
  proxy = await startCountingProxy(project.cloud.endpoint);
});
afterAll(async () => {
  await proxy.close();
  await project.close();
});

const usage = (...argv: string[]) =>
  project.json<{ days: string[]; keys: Usage[] }>(['keys', 'usage', ...argv, ...stage]);

it('the usage of every key is listed, with the rest of its quota', async () => {
  const { days, keys } = await usage();
  expect(days).toHaveLength(30);
  expect(days.at(-1)).toBe(new Date().toISOString().slice(0, 10));
  expect(keys).toMatchObject([
    { name: 'alice', plan: 'basic', used: 2, left: 3, quota: { limit: 5, period: 'day' } },
    { name: 'bob', plan: 'free', used: 1, left: null, quota: null, runsOut: null },
  ]);
  expect(keys[0]!.perDay.slice(-2)).toEqual([0, 2]);
  const { stdout } = await project.apikit(['keys', 'usage', ...stage]);
  expect(stdout).toMatch(/alice +\w{10} +basic +2 +3 +- +▁{14}█/);
});

it('the usage of one key is listed by day until its quota is used up', async () => {
  const days = [0, 0, 400, 400, 400, 400, 400, 400, 400, 100];
  proxy.change(/^GET \/usageplans\/\w+\/usage$/, (answer) => ({
    ...answer,
    body: JSON.stringify({ values: { [alice.id]: days.map((used) => [used, used === 100 ? 0 : 5_000]) } }),
  }));
  const argv = ['keys', 'usage', 'alice', '--since', '10d', '--by', 'day', ...stage];
  const { stdout, stderr } = await project.apikit(argv, { env: { AWS_ENDPOINT_URL: proxy.endpoint } });
  expect(stdout.trim().split('\n')).toHaveLength(11);
  expect(stdout).toMatch(/^\d{4}-\d\d-\d\d +400 +█{30}$/m);
  expect(stderr).toContain(`alice (${alice.id}) in plan basic: 0 of 5/day left; nothing is left.`);
  expect(proxy.calls.filter((call) => !/^(GET |GetCallerIdentity)/.test(call))).toEqual([]);
});

it('the pace is that of a week, also if the list shows one day', async () => {
  const days = [9_000_000, 9_000_000, 9_000_000, 9_000_000, 9_000_000, 9_000_000, 9_000_000, 0];
  proxy.change(/^GET \/usageplans\/\w+\/usage$/, (answer) => ({
    ...answer,
    body: JSON.stringify({ values: { [alice.id]: days.map((used) => [used, 1]) } }),
  }));
  const argv = ['keys', 'usage', 'alice', '--since', '1d', '--json', ...stage];
  const { json } = await project.apikit(argv, { env: { AWS_ENDPOINT_URL: proxy.endpoint } });
  const { days: shown, keys } = json<{ days: string[]; keys: Usage[] }>();
  expect(keys).toMatchObject([{ used: 0, perDay: [0], runsOut: shown[0] }]);
});

describe('the day on which a quota is used up', () => {
  const now = Date.parse('2026-11-10T12:00:00Z');
  it.each([
    ['MONTH', 1_000, [100, 100, 100, 20], '2026-11-20'],
    ['MONTH', 10_000, [100, 100, 100, 20], undefined],
    ['MONTH', 0, [100], '2026-11-10'],
    ['MONTH', 30, [0, 0, 0], undefined],
    ['WEEK', 300, [100, 100, 20], '2026-11-13'],
    ['WEEK', 900, [100, 100, 20], undefined],
    ['DAY', 40, [100, 100, 20], '2026-11-10'],
    // Half of the day is left, and the key needs half of a day's requests for it.
    ['DAY', 60, [100, 100, 20], undefined],
    ['MONTH', 2_060, [100, 100, 20], undefined],
    ['MONTH', 2_040, [100, 100, 20], '2026-11-30'],
    ['WEEK', 180, [100, 100, 20], '2026-11-12'],
    ['DAY', 500, [100, 100, 20], undefined],
  ] as const)('for %s with %i left after %j is %s', (period, left, perDay, day) => {
    expect(runsOutOn({ period }, left, perDay, now)).toBe(day);
  });
});

it('plans shows the limits of each plan and its keys', async () => {
  const { plans } = await project.json<{ plans: object[] }>(['plans', 'list', ...stage]);
  expect(plans).toMatchObject([
    { name: 'basic', rate: 50, burst: 50, quota: { limit: 5, period: 'day' }, keys: 1 },
    { name: 'free', rate: null, quota: null, operations: [], keys: 1 },
  ]);
  const shown = await project.json(['plans', 'show', 'basic', ...stage]);
  expect(shown).toMatchObject({
    operations: [{ operation: 'GET /hello', rate: 5, burst: 9 }],
    keys: [{ id: alice.id, name: 'alice', state: 'enabled', usedToday: 2, left: 3 }],
  });
  const { stdout } = await project.apikit(['plans', 'show', 'basic', ...stage]);
  expect(stdout).toMatch(/rate +50\/s, burst 50\nquota +5\/day\nGET \/hello +5\/s, burst 9\nkeys +1 key/);
  expect(stdout).toMatch(new RegExp(`alice +${alice.id} +enabled +2 +3`));
});

it('a key with an exhausted quota gets more, and a key without a quota does not', async () => {
  const { code, stderr } = await project.apikit(['plans', 'extend', 'alice', '--remaining', '40', ...stage]);
  expect({ code, stderr }).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('has 40 requests left in plan basic'),
  });
  expect((await usage('alice')).keys).toMatchObject([{ left: 40 }]);
  expect((await project.apikit(['plans', 'extend', 'alice', '--remaining', '40', ...stage])).code).toBe(0);
  expect((await usage('alice')).keys).toMatchObject([{ left: 40 }]);
  const bob = await project.apikit(['plans', 'extend', 'bob', '--remaining', '40', ...stage]);
  expect(bob).toMatchObject({ code: 2, stderr: expect.stringContaining('in plan free, which has no quota') });
});

it.each([
  [['keys', 'usage', '--since', '91d'], '1 to 90 days'],
  [['keys', 'usage', '--by', 'hour'], 'day'],
  [['plans', 'show', 'gold'], 'There is no usage plan "gold"'],
  [['plans', 'extend', 'alice'], 'Pass --remaining'],
  [['plans', 'extend', 'alice', '--remaining', '-1'], 'a whole number, not "-1"'],
])('%j is rejected', async (argv, words) => {
  const { code, stdout, stderr } = await project.apikit([...argv, ...stage]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(words);
});
