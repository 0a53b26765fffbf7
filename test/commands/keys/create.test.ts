import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Project, startProject } from '../../helpers/project.ts';

let project: Project;

beforeAll(async () => {
  project = await startProject(['--template', 'hello']);
  await project.json(['deploy', '--stage', 'local']);
}, 60_000);
afterAll(() => project.close());

const create = (...flags: string[]) => ['keys', 'create', 'alice', '--stage', 'local', ...flags];
const keys = async () => (await project.json<{ keys: object[] }>(['keys', 'list', '--stage', 'local'])).keys.length;

it('a second key with the same name is created only with --another', async () => {
  const { id } = await project.json<{ id: string }>(create());
  const refused = await project.apikit(create());
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain(`This stage already has a key named "alice" (${id}). No key was created.`);
  expect(refused.stderr).toContain('pass --another');
  expect(await keys()).toBe(1);
  expect((await project.apikit(create('--another'))).stdout).toMatch(/^\w{20,}\n$/);
  expect(await keys()).toBe(2);
});

it('a count of one is printed in the singular', async () => {
  const told = async (...argv: string[]) => {
    const { stdout, stderr } = await project.apikit(argv);
    return `${stdout}\n${stderr}`;
  };
  project.edit('openapi.yaml', (text) => text.replace(/ {2}\/health:.*(?= {2}\/hello:)/s, ''));
  expect(await told('validate')).toMatch(/is valid: 1 operation, stage/);
  expect(await told('openapi', 'docs', '--out', 'docs.html')).toContain('Docs of 1 operation,');
  expect(await told('openapi', 'import', 'openapi.yaml')).toContain('1 operation added, ');
});
