import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refuseLinks } from '../../src/files/refuse-links.ts';
import { apikit, tempDir } from '../helpers/cli.ts';

it('rejects a link anywhere between the project and the file, and none above the project', () => {
  const parent = tempDir();
  const root = join(parent, 'real');
  mkdirSync(join(root, 'a', 'b'), { recursive: true });
  refuseLinks(root, join(root, 'a', 'b', 'c', 'd'));
  symlinkSync(root, join(parent, 'link'));
  refuseLinks(join(parent, 'link'), join(parent, 'link', 'a', 'b'));
  symlinkSync(join(parent, 'nowhere'), join(root, 'a', 'out'));
  expect(() => refuseLinks(root, join(root, 'a', 'out'))).toThrow('ELOOP');
  expect(() => refuseLinks(root, join(root, 'a', 'out', 'x'))).toThrow('ELOOP');
});

describe('in a foreign project', () => {
  /** A project in which `path` is a link to a folder with things of the user's. */
  async function linked(path: string) {
    const project = join(tempDir(), 'project');
    await apikit(['init', project, '--yes', '--template', 'hello', '--no-install'], { cwd: tempDir() });
    const victim = tempDir();
    for (const name of ['blobs', 'logs', 'local']) mkdirSync(join(victim, name));
    writeFileSync(join(victim, 'state.jsonl'), 'precious');
    rmSync(join(project, path), { recursive: true, force: true });
    mkdirSync(dirname(join(project, path)), { recursive: true });
    symlinkSync(victim, join(project, path));
    return { project, victim };
  }

  it.each([
    ['.apikit/local', ['local', 'reset', '--yes']],
    ['.apikit', ['local', 'reset', '--yes']],
    ['.apikit/local', ['local', 'start']],
    ['.apikit', ['plan', '--stage', 'local']],
    ['src/generated', ['validate']],
  ])('if %s is a link, apikit %j does not follow it', async (path, argv) => {
    const { project, victim } = await linked(path);
    const before = readdirSync(victim, { recursive: true });
    const { code, stderr } = await apikit(argv, { cwd: project });
    expect(code).not.toBe(0);
    expect(stderr).toContain('symbolic link');
    expect(stderr).toContain(
      '→ Remove the link, or replace it with the file or folder that it points to, and run the command again.',
    );
    expect(readdirSync(victim, { recursive: true })).toEqual(before);
    expect(existsSync(join(victim, 'state.jsonl'))).toBe(true);
  });

  it.each([
    ['init over it', (project: string) => ['init', project, '--yes', '--force', '--no-install']],
    ['add operation', () => ['add', 'operation', 'getOne', '--method', 'get', '--path', '/one']],
  ])('if openapi.yaml is a link, %s suggests a solution', async (_what, argv) => {
    const { project } = await linked('nothing-of-it');
    // A link to a file outside of the project is refused before anything is read (test/config/named-files.test.ts).
    const elsewhere = join(project, 'contract.yaml');
    renameSync(join(project, 'openapi.yaml'), elsewhere);
    symlinkSync(elsewhere, join(project, 'openapi.yaml'));
    const before = readFileSync(elsewhere, 'utf8');
    const { code, stderr } = await apikit(argv(project), { cwd: project });
    expect(code).toBe(2);
    expect(stderr).toMatch(/openapi\.yaml cannot be written: it is a symbolic link/);
    expect(stderr).toContain(
      '→ Remove the link, or replace it with the file or folder that it points to, and run the command again.',
    );
    expect(readFileSync(elsewhere, 'utf8')).toBe(before);
  });
});
