/** `deploy --plan <fingerprint>`: a deploy of the plan that somebody has read, or none. */
import { afterAll, beforeAll, expect, it } from 'vitest';
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
