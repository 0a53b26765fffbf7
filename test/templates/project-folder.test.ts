/** Where the files of a new project may be written. Names of other people's files become paths. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { writeProject } from '../../src/templates/project-folder.ts';
import { tempDir } from '../helpers/cli.ts';

const { signal } = new AbortController();

it.each([
  '../escaped.js',
  'a/../../escaped.js',
  '/tmp/escaped.js',
  'C:\\escaped.js',
  'C:escaped.js',
  'a\\..\\..\\escaped.js',
  '.git/config',
  'a/.Git/hooks/pre-commit',
  'GIT~1/config',
  '.git. /config',
  '.g\u200cit/config',
])('%s is refused before anything is written', async (path) => {
  const folder = join(tempDir(), 'project');
  const files = ['apikit.yaml', path].map((each) => ({ path: each, contents: 'x' }));
  await expect(writeProject(folder, files, signal)).rejects.toThrow(/leads out of the project|folder of git/);
  expect(existsSync(folder)).toBe(false);
});

it('names with dots are ordinary files, and a contract may be beside the project', async () => {
  const folder = join(tempDir(), 'project');
  mkdirSync(folder);
  const paths = ['.gitignore', '.github/workflows/a.yml', 'src/a..b.ts', '...', '../shared.yaml'];
  const files = paths.map((path) => ({ path, contents: 'x' }));
  await writeProject(folder, files, signal, ['../shared.yaml']);
  for (const path of paths) expect(readFileSync(join(folder, path), 'utf8')).toBe('x');
  await expect(writeProject(folder, files, signal)).rejects.toThrow('"../shared.yaml" leads out of the project');
  expect(existsSync(join(dirname(folder), 'shared.yaml'))).toBe(true);
});
