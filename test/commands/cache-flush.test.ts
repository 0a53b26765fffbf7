/** `apikit cache flush`: callers get fresh responses afterwards. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Project, startSmallProject } from '../helpers/project.ts';

const stage = ['--stage', 'dev'];
let project: Project;
let url: string;

beforeAll(async () => {
  project = await startSmallProject();
  project.edit('src/operations/getHealth.ts', () =>
    [
      'let calls = 0;',
      'export const getHealth = async () => {',
      '  calls += 1;',
      "  return { status: 200, headers: { 'x-calls': String(calls) }, body: { status: 'ok' } };",
      '};',
      '',
    ].join('\n'),
  );
  project.edit('openapi.yaml', (text) =>
    text.replace('operationId: getHealth', 'operationId: getHealth\n      x-apikit: { cache: { ttl: 300 } }'),
  );
  project.edit('apikit.yaml', (text) => text.replace(/^ {2}dev: \{\}/m, '  dev: { cache: { size: 0.5 } }\n  bare: {}'));
  ({ url } = await project.json<{ url: string }>(['deploy', ...stage, '--yes']));
});
afterAll(() => project.close());

const calls = async () => (await fetch(`${url}/health`)).headers.get('x-calls');

it('discards the cached responses', async () => {
  const first = await calls();
  expect(await calls()).toBe(first);
  expect(await project.json(['cache', 'flush', ...stage])).toMatchObject({ app: 'items-api', stage: 'dev' });
  expect(Number(await calls())).toBe(Number(first) + 1);
});

it('refuses a stage without a cache, and one that is not deployed', async () => {
  const bare = await project.apikit(['cache', 'flush', '--stage', 'bare']);
  expect(bare.code).toBe(2);
  expect(bare.stderr).toContain('items-api/bare has no cache');
  project.edit('apikit.yaml', (text) => text.replace('  bare: {}', '  bare: { cache: { size: 0.5 } }'));
  const absent = await project.apikit(['cache', 'flush', '--stage', 'bare']);
  expect(absent.code).toBe(1);
  expect(absent.stderr).toContain('apikit deploy --stage bare');
});
