/** `deploy --plan <fingerprint>`: a deploy of the plan that somebody has read, or none. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { planFingerprint } from '../../src/commands/parts/deploy/plan-fingerprint.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { terminal } from '../helpers/terminal.ts';

let project: Project;

const memory = (megabytes: number) =>
  project.edit('apikit.yaml', (text) => text.replace(/memory: \d+/, `memory: ${megabytes}`));
const planOf = async (stage: string) =>
  (await project.json<{ fingerprint: string }>(['plan', '--stage', stage])).fingerprint;

beforeAll(async () => {
  project = await startSmallProject(['--stages', 'dev,prod']);
  project.edit('apikit.yaml', (text) => text.replace(/^ {2}prod: .*$/m, '  prod: { protected: true }'));
});
afterAll(() => project.close());

it('carries out the plan with this fingerprint, and refuses any other', async () => {
  const first = await planOf('dev');
  expect(await planOf('dev')).toBe(first);
  expect(await planOf('prod')).not.toBe(first);
  expect(await project.json(['deploy', '--stage', 'dev', '--plan', first])).toMatchObject({ changed: true });
  memory(768);
  const changed = await planOf('dev');
  const refused = await project.apikit(['deploy', '--stage', 'dev', '--plan', first]);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('Nothing was changed') });
  expect(refused.stderr).toContain(`has the fingerprint ${changed}, and not "${first}"`);
  const withFlags = await project.apikit([
    'deploy',
    '--stage',
    'dev',
    '--plan',
    first,
    '--adopt',
    '--new-table',
    'items',
  ]);
  expect(withFlags.stderr.replaceAll(/\s+/g, ' ')).toContain(
    'apikit plan --stage dev --adopt --new-table items --json',
  );
  expect(await planOf('dev')).toBe(changed);
  expect(await project.json(['deploy', '--stage', 'dev', '--plan', changed])).toMatchObject({ changed: true });
  expect(await project.json(['plan', '--stage', 'dev'])).toMatchObject({ changes: [] });
});

it('compares the plan again if somebody else changes the stage before the deploy has its lock', async () => {
  const argv = ['deploy', '--stage', 'prod'];
  await project.json([...argv, '--yes']);
  memory(832);
  const fingerprint = await planOf('prod');
  const whileAsked = async () => {
    await project.json([...argv, '--yes']);
    return 'y\n';
  };
  const screen = terminal([[/Deploy items-api to prod/, whileAsked]]);
  expect((await project.apikit([...argv, '--plan', fingerprint], screen)).code).toBe(1);
  expect(screen.shown()).toMatch(/The plan for items-api\/prod has the fingerprint \w{16}, and not/);
});

it('has another fingerprint if a resource that the plan creates has other content', async () => {
  const config = project.read('apikit.yaml');
  const seen = new Set<string>();
  const change = (from: RegExp | string, to: string) => {
    project.edit('apikit.yaml', () => config.replace(from, to));
    expect(project.read('apikit.yaml')).not.toBe(config);
  };
  const variants: (readonly [RegExp | string, string])[] = [
    ['usagePlans:', 'usagePlans:\n  extra: { rate: 5, burst: 5 }'],
    ['usagePlans:', 'usagePlans:\n  extra: { rate: 9000, burst: 4000 }'],
    ['tables:', 'tables:\n  orders: { key: id }'],
    ['tables:', 'tables:\n  orders: { key: other }'],
    ['tables:', 'tables:\n  orders: { key: id, recovery: false }'],
  ];
  for (const [from, to] of variants) {
    change(from, to);
    const fingerprint = await planOf('dev');
    expect(await planOf('dev')).toBe(fingerprint);
    expect(seen).not.toContain(fingerprint);
    seen.add(fingerprint);
  }
  project.edit('apikit.yaml', () => config);
});

it('refuses --plan with --canary, because the plan of a canary is another one', async () => {
  const { code, stderr } = await project.apikit(['deploy', '--stage', 'dev', '--canary', '10', '--plan', 'x']);
  expect({ code, stderr: stderr.replaceAll(/\s+/g, ' ') }).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--canary deploys another plan'),
  });
});

it('has a fingerprint that depends on hidden values, seeds and the expiry, but not on the revision', () => {
  const target = { config: { app: 'a', stage: 'b' }, facts: { account: '1', region: 'r' } };
  const wanted = { id: 'role', kind: 'role', name: 'n', properties: { policy: 'read', revision: 'abc' } };
  const step = { resource: 'role', kind: 'role', name: 'n', action: 'create', fields: [] };
  const base = { plan: { steps: [step] }, desired: { release: 'r1', resources: [wanted] }, target };
  const of = (changed: object = {}) => planFingerprint({ ...base, ...changed } as never);
  const withWanted = (properties: object) => of({ desired: { release: 'r1', resources: [{ ...wanted, properties }] } });
  expect(withWanted({ policy: 'read', revision: 'def' })).toBe(of());
  const hidden = { ...step, action: 'update', fields: [{ path: 'environment.A', from: '(hidden)', to: '(hidden)' }] };
  const updated = (value: string) =>
    of({
      plan: { steps: [hidden] },
      desired: { release: 'r1', resources: [{ ...wanted, properties: { environment: { A: value } } }] },
    });
  const others = [
    of(),
    withWanted({ policy: 'write' }),
    of({ seeds: [{ table: 'items', sha256: 'aa' }] }),
    of({ seeds: [{ table: 'items', sha256: 'bb' }] }),
    of({ target: { ...target, config: { ...target.config, preview: { expires: '7d' } } } }),
    of({ target: { ...target, config: { ...target.config, preview: { expires: '70d' } } } }),
    updated('one'),
    updated('two'),
  ];
  expect(new Set(others).size).toBe(others.length);
});
