import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { apikit } from '../helpers/cli.ts';
import { terminal } from '../helpers/terminal.ts';
import { type Scaffold, temporaryFolder } from '../templates/scaffold.ts';

const QUIET = ['--yes', '--no-install'];

const filesOf = async ({ root }: Scaffold): Promise<string[]> => (await readdir(root, { recursive: true })).sort();

test('--yes creates a project and prints the next commands', async () => {
  await using folder = await temporaryFolder();
  const { code, stdout, stderr } = await apikit(['init', 'my-shop', ...QUIET], { cwd: folder.root });
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  expect(stderr).toMatch(/Wrote \d\d files to my-shop\n.*cd my-shop\n.*npm install\n.*npm test\n.*apikit dev/s);
  const config = parse(await readFile(join(folder.root, 'my-shop/apikit.yaml'), 'utf8'));
  expect(config).toMatchObject({ name: 'my-shop', region: 'us-east-1', tables: { items: { key: 'id' } } });
  expect(await readFile(join(folder.root, 'my-shop/src/generated/contract.js'), 'utf8')).toContain('createItem');
});

test('the new project is valid', async () => {
  await using folder = await temporaryFolder();
  const flags = [
    '--resource',
    'order-lines',
    '--fields',
    'sku!,count:integer!',
    '--cors',
    'https://a.example,https://b.example',
  ];
  await apikit(['init', '.', ...QUIET, ...flags], { cwd: folder.root });
  const { loadProject } = await import('../../src/config/load-config.ts');
  const { loadContract } = await import('../../src/contract/load-contract.ts');
  const project = await loadProject(folder.root, {});
  expect(project.warnings).toEqual([]);
  expect(project.stage('prod')).toMatchObject({
    protected: true,
    cors: { origins: ['https://a.example', 'https://b.example'] },
  });
  const contract = await loadContract(project.stage('dev').contract, project.root);
  expect(contract.warnings).toEqual([]);
  expect(contract.operations.map(({ operationId }) => operationId)).toContain('listOrderLines');
});

test('--json prints one document with the files, and they match the files on disk', async () => {
  await using folder = await temporaryFolder();
  const { code, json } = await apikit(['init', '--json', ...QUIET, '--name', 'shop'], { cwd: folder.root });
  const document = json<{ files: string[] }>();
  expect({ code, document }).toMatchObject({
    code: 0,
    document: { schemaVersion: 1, dir: folder.root, installed: false },
  });
  const written = (await readdir(folder.root, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  expect(document.files.toSorted()).toEqual(
    written.map(({ parentPath, name }) => join(parentPath, name).slice(folder.root.length + 1)).sort(),
  );
});

test('the region comes from the environment, the name from the folder', async () => {
  await using folder = await temporaryFolder();
  const env = { AWS_REGION: 'eu-central-1' };
  await apikit(['init', '2nd Shop!', ...QUIET], { cwd: folder.root, env });
  const config = parse(await readFile(join(folder.root, '2nd Shop!/apikit.yaml'), 'utf8'));
  expect(config).toMatchObject({ name: 'nd-shop', region: 'eu-central-1' });
});

test('a folder with content is rejected and not changed', async () => {
  await using folder = await temporaryFolder({ 'notes.txt': 'mine' });
  const { code, stderr } = await apikit(['init', ...QUIET], { cwd: folder.root });
  expect(code).toBe(2);
  expect(stderr).toContain(`${folder.root} is not empty.`);
  expect(stderr).toContain('--force');
  expect(await filesOf(folder)).toEqual(['notes.txt']);
});

test('a folder with only a new Git repository counts as empty', async () => {
  await using folder = await temporaryFolder({ '.git/HEAD': 'ref: refs/heads/main' });
  expect((await apikit(['init', ...QUIET, '--name', 'shop'], { cwd: folder.root })).code).toBe(0);
});

test('--force names the files that it replaces, and keeps the others', async () => {
  await using folder = await temporaryFolder({ 'README.md': 'mine', 'notes.txt': 'mine' });
  const { code, stderr } = await apikit(['init', ...QUIET, '--force', '--name', 'shop'], { cwd: folder.root });
  expect(code).toBe(0);
  expect(stderr).toContain('This replaces README.md.');
  expect(await readFile(join(folder.root, 'README.md'), 'utf8')).toContain('# shop');
  expect(await readFile(join(folder.root, 'notes.txt'), 'utf8')).toBe('mine');
});

test.each([
  [['--name', 'Shop!'], '--name'],
  [['--name', 'a-'.repeat(30) + 'a'], '--name'],
  [['--region', 'mars'], '--region'],
  [['--resource', 'Items'], '--resource'],
  [['--resource', 'health'], '--resource'],
  [['--resource', 'error-envelopes'], '--resource'],
  [['--fields', 'price:money'], '--fields'],
  [['--cors', 'https://app.example.com/path'], '--cors'],
  [['--cors', 'https://app.example.com:443'], 'Write https://app.example.com.'],
  [['--cors', 'localhost:5173'], 'Write http://localhost:5173.'],
  [['--cors', '*,https://app.example.com'], '--cors'],
  [['--stages', 'dev,local'], '--stages'],
  [['--stages', 'dev,dev'], '--stages'],
  [['--stages', ','], '--stages'],
])('%j is rejected before anything is written', async (flags, named) => {
  await using folder = await temporaryFolder();
  const { code, stderr } = await apikit(['init', 'shop', ...QUIET, ...flags], { cwd: folder.root });
  expect(code).toBe(2);
  expect(stderr).toContain(named);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(await filesOf(folder)).toEqual([]);
});

test('without a terminal, missing answers are an error that names their flags', async () => {
  await using folder = await temporaryFolder();
  const { code, stderr } = await apikit(['init', '--name', 'shop'], { cwd: folder.root });
  expect(code).toBe(2);
  expect(stderr).toContain('missing: --region, --resource, --fields, --cors, --stages.');
  expect(await filesOf(folder)).toEqual([]);
});

test('a file in place of the folder is reported in one clear paragraph', async () => {
  await using folder = await temporaryFolder({ shop: '' });
  const { code, stderr } = await apikit(['init', 'shop', ...QUIET], { cwd: folder.root });
  expect(code).toBe(2);
  expect(stderr).toContain('cannot be read');
  expect(stderr).not.toContain('defect');
});

test('on a terminal, it asks for missing flags, and asks again after an invalid answer', async () => {
  await using folder = await temporaryFolder();
  const screen = terminal([
    [/What does the API serve/, '\r'],
    [/Which language does its code/, '\r'],
    [/Name of the app/, '\r'],
    [/plural/, 'Books\r'],
    [/must consist of small letters/, '\x15books\r'],
    [/Which fields/, '\r'],
    [/Which origins/, 'localhost:5173\r'],
    [/Write http:\/\/localhost:5173/, '\x15http://localhost:5173\r'],
    [/Stages/, '\r'],
  ]);
  const argv = ['init', 'shop', '--region', 'eu-west-1', '--no-install'];
  expect((await apikit(argv, { cwd: folder.root, ...screen })).code).toBe(0);
  const config = parse(await readFile(join(folder.root, 'shop/apikit.yaml'), 'utf8'));
  expect(config).toMatchObject({ name: 'shop', region: 'eu-west-1', tables: { books: { key: 'id' } } });
  expect(config.cors.origins).toEqual(['http://localhost:5173']);
});

test('on a terminal, the template and the language decide the other questions, and the region must be a known one', async () => {
  await using folder = await temporaryFolder();
  const screen = terminal([
    [/What does the API serve/, '\x1b[B\x1b[B\r'],
    [/Which language does its code/, '\x1b[B\r'],
    [/Name of the app/, '\r'],
    [/AWS region/, '\x1b[B\r'],
    [/Which origins/, '\r'],
    [/Stages/, '\r'],
  ]);
  const env = { AWS_REGION: 'eu-west-1' };
  expect((await apikit(['init', 'shop'], { cwd: folder.root, env, ...screen })).code).toBe(0);
  const config = parse(await readFile(join(folder.root, 'shop/apikit.yaml'), 'utf8'));
  expect(config).toMatchObject({ name: 'shop', region: 'eu-west-2' });
  expect(await readdir(join(folder.root, 'shop'))).not.toContain('package.json');
});

test('Ctrl-C at a question ends with 130 and writes nothing', async () => {
  await using folder = await temporaryFolder();
  const screen = terminal([
    [/Name of the app/, '\r'],
    [/AWS region/, '\x03'],
  ]);
  expect(
    (await apikit(['init', 'shop', '--template', 'items', '--language', 'python'], { cwd: folder.root, ...screen }))
      .code,
  ).toBe(130);
  expect(await filesOf(folder)).toEqual([]);
});

test('declining to overwrite ends with 3 and writes nothing', async () => {
  await using folder = await temporaryFolder({ 'README.md': 'mine' });
  const screen = terminal([[/Replace 1 file\?/, 'n\r']]);
  const answers = [
    '--name',
    'shop',
    '--region',
    'eu-west-1',
    '--resource',
    'items',
    '--fields',
    'a',
    '--cors',
    '',
    '--stages',
    'dev',
  ];
  expect(
    (
      await apikit(['init', '--force', '--template', 'items', '--language', 'typescript', ...answers], {
        cwd: folder.root,
        ...screen,
      })
    ).code,
  ).toBe(3);
  expect(await filesOf(folder)).toEqual(['README.md']);
});

/** Creates a folder with an `npm` that does this. */
async function fakeNpm(folder: Scaffold, script: string): Promise<{ PATH: string }> {
  const bin = join(folder.root, 'bin');
  await mkdir(bin);
  await writeFile(join(bin, 'npm'), `#!/bin/sh\n${script}\n`);
  await chmod(join(bin, 'npm'), 0o755);
  return { PATH: `${bin}:${process.env.PATH}` };
}

test.skipIf(process.platform === 'win32')('npm install runs in the project', async () => {
  await using folder = await temporaryFolder();
  const env = await fakeNpm(folder, 'echo "$@" in "$PWD" > npm.log');
  const { code, stderr } = await apikit(['init', 'shop', '--yes'], { cwd: folder.root, env });
  expect(code).toBe(0);
  expect(stderr).not.toMatch(/npm install\n/);
  const log = await readFile(join(folder.root, 'shop/npm.log'), 'utf8');
  expect(log).toMatch(/^install --no-audit --no-fund in .*shop\n$/);
});

test.skipIf(process.platform === 'win32')('a missing or failing npm is a warning with the next step', async () => {
  await using folder = await temporaryFolder();
  const env = await fakeNpm(
    folder,
    'echo "npm error code ENOTFOUND" >&2; echo "npm error network is down" >&2; exit 1',
  );
  const failed = await apikit(['init', 'shop', '--yes'], { cwd: folder.root, env });
  expect(failed.code).toBe(0);
  expect(failed.stderr).toContain('npm install failed: network is down. Run it again in shop.');
  const absent = await apikit(['init', 'other', '--yes', '--json'], { cwd: folder.root, env: { PATH: folder.root } });
  expect(absent.code).toBe(0);
  expect(absent.json()).toMatchObject({ installed: false, dir: join(folder.root, 'other') });
  expect(absent.stderr).toContain('npm install failed');
  expect(basename(String(absent.json().dir))).toBe('other');
});
