/** Completion offers values from the project's files and the embedded cloud, and never fails. */
import { mkdirSync, renameSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { apikit, tempDir } from '../../helpers/cli.ts';
import { type Project, startProject } from '../../helpers/project.ts';

let project: Project;
const values = async (kind: string, line = '', cwd = project.dir) =>
  await project.apikit(['completion', '--values', kind, '--line', line], { cwd });

beforeAll(async () => {
  project = await startProject();
}, 120_000);
afterAll(() => project.close());

it('include stages, operations, plans and the keys of the embedded cloud', async () => {
  expect((await values('stages')).stdout).toBe(
    'local\tthe embedded cloud on this machine\ndev\tus-east-1\nprod\tus-east-1, protected\n',
  );
  expect((await values('operations', 'apikit test --operation ')).stdout).toContain('createItem\tPOST /items\n');
  expect((await values('plans', 'apikit keys create --stage dev --plan ')).stdout).toBe(
    'basic\t10 requests per second, burst 20\n',
  );
  expect((await values('tables', 'apikit tables export --stage dev ')).stdout).toBe('items\tkey id\n');
  await project.json(['deploy', '--stage', 'local', '--yes']);
  await project.json(['keys', 'create', 'alice', '--stage', 'local', '--plan', 'basic']);
  expect((await values('keys', 'apikit keys show --stage local ')).stdout).toMatch(/^alice\tkey \w{10}\n$/);
  expect((await values('releases', 'apikit promote --from local --to dev --release ')).stdout).toMatch(
    /^[0-9a-f]{12}\t.*, live\n$/,
  );
  // It makes no call of AWS.
  expect((await values('keys', 'apikit keys show --stage=dev ')).stdout).toBe('');
});

it('offers nothing without an error if nothing is known', async () => {
  const silent = { code: 0, stdout: '', stderr: '' };
  expect(await values('stages', '', tempDir())).toMatchObject(silent);
  expect(await values('plans', 'apikit keys create --stage nowhere ')).toMatchObject(silent);
  const contract = project.read('openapi.yaml');
  mkdirSync(join(project.dir, '.hidden'));
  renameSync(join(project.dir, 'openapi.yaml'), join(project.dir, '.hidden/openapi.yaml'));
  symlinkSync('.hidden/openapi.yaml', join(project.dir, 'openapi.yaml'));
  expect(await values('operations', 'apikit test --operation ')).toMatchObject(silent);
  unlinkSync(join(project.dir, 'openapi.yaml'));
  writeFileSync(join(project.dir, 'openapi.yaml'), contract);
  const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
  expect(await project.apikit(['completion', '--values', 'keys'], { env })).toMatchObject(silent);
  const before = project.read('apikit.yaml');
  project.edit('apikit.yaml', () => 'name: [');
  expect(await values('stages')).toMatchObject(silent);
  project.edit('apikit.yaml', () => before);
  expect((await apikit(['completion', '--values', 'nonsense'])).code).toBe(2);
});
