/** When keys were used last, and which were not used. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CountingProxy, startCountingProxy } from '../../helpers/counting-proxy.ts';
import { type Project, startSmallProject } from '../../helpers/project.ts';

interface Key {
  name: string;
  lastUsedAt: string | null;
}

let project: Project;
let proxy: CountingProxy;
let ids: Record<string, string>;
const stage = ['--stage', 'dev'];
const DAY = 86_400_000;
const AGES: Record<string, number> = { old: 200, lately: 200, elsewhere: 200, today: 200, young: 10 };

beforeAll(async () => {
  project = await startSmallProject();
  const { url } = await project.json<{ url: string }>(['deploy', ...stage, '--yes']);
  ids = {};
  for (const name of Object.keys(AGES)) {
    const { id, value } = await project.json<{ id: string; value: string }>(['keys', 'create', name, ...stage]);
    ids[name] = id;
    if (name === 'today') await fetch(`${url}/hello`, { headers: { 'x-api-key': value } });
  }
  proxy = await startCountingProxy(project.cloud.endpoint);
  // Keys of an age that only time gives them; one was used before the log begins.
  proxy.change(/^GET \/apikeys$/, (answer) => {
    const body = JSON.parse(answer.body) as { item: { name: string; createdDate: number }[] };
    for (const key of body.item) key.createdDate = Math.floor((Date.now() - AGES[key.name]! * DAY) / 1000);
    return { ...answer, body: JSON.stringify(body) };
  });
  proxy.change(/^GET \/usageplans\/\w+\/usage$/, (answer) => {
    const days = Array.from({ length: 90 }, (_, index) => [index === 30 ? 7 : 0, 100]);
    // It was used three days ago, for which the log is gone, or in another stage of the plan.
    const lately = Array.from({ length: 5 }, (_, index) => [index === 1 ? 7 : 0, 100]);
    return { ...answer, body: JSON.stringify({ values: { [ids.lately!]: days, [ids.elsewhere!]: lately } }) };
  });
});
afterAll(async () => {
  await proxy.close();
  await project.close();
});

const run = (...argv: string[]) =>
  project.apikit(['keys', 'list', ...argv, ...stage], { env: { AWS_ENDPOINT_URL: proxy.endpoint } });
const list = async (...argv: string[]) => (await run(...argv, '--json')).json<{ keys: Key[] }>().keys;

it('the last use comes from the access log, and is queried only on request', async () => {
  expect((await list()).map(({ lastUsedAt }) => lastUsedAt)).toEqual([null, null, null, null, null]);
  expect(proxy.calls.filter((call) => /Logs_/.test(call))).toEqual([]);
  const used = (await list('--last-used')).filter(({ lastUsedAt }) => lastUsedAt !== null);
  expect(used.map(({ name }) => name)).toEqual(['today', 'elsewhere']);
  expect(Math.abs(Date.parse(String(used[0]!.lastUsedAt)) - Date.now())).toBeLessThan(120_000);
  expect(used[1]!.lastUsedAt).toMatch(/^\d{4}-\d\d-\d\d$/);
  const { stdout, stderr } = await run('--last-used');
  expect(stdout).toMatch(/^NAME +ID +PLAN +AGE +LAST USED +STATE$/m);
  expect(stdout).toMatch(/^today .* \d{4}-\d\d-\d\d \d\d:\d\d +enabled$/m);
  expect(stderr).toContain('Logs Insights scans');
});

it('keys without use for the given time are listed, also for times before the start of the log', async () => {
  expect(readFileSync(`${project.dir}/apikit.yaml`, 'utf8')).not.toContain('retentionDays');
  expect((await list('--unused', '90d')).map(({ name }) => name)).toEqual(['old']);
  expect((await list('--unused', '5d')).map(({ name }) => name).sort()).toEqual(['lately', 'old', 'young']);
  expect((await run('--unused', '91d')).stderr).toContain('There is no data about use more than 90 days ago');
});

it('an invalid time is rejected', async () => {
  const { code, stderr } = await run('--unused', 'long');
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--unused takes a duration') });
});
