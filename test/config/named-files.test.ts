/** The files that apikit.yaml names: where they may be, by their paths and through links. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadProject } from '../../src/config/load-config.ts';
import { ProblemsError } from '../../src/config/problem.ts';
import { apikit, tempDir } from '../helpers/cli.ts';

const MTLS = 'domain: { name: a.example.com, certificate: auto, mutualTls: { truststore: FILE } }';

/** Each setting that names a file, and the lines of apikit.yaml that name FILE with it. */
const DATA = {
  contract: 'contract: FILE',
  'stateMachines.flow.definition': 'stateMachines: { flow: { definition: FILE } }',
  'domain.mutualTls.truststore': `stages: { prod: { ${MTLS} } }`,
};
const CODE = {
  'function.entry': 'function: { entry: FILE }',
  'function.handler': 'function: { handler: FILE.handler }',
  'tables.items.stream.consumer': 'tables: { items: { key: id, stream: { consumer: FILE } } }',
  'queues.orders.consumer': 'queues: { orders: { consumer: FILE } }',
  'topics.news.consumer': 'topics: { news: { consumer: FILE } }',
  'stateMachines.flow.functions.charge':
    'stateMachines: { flow: { definition: flow.json, functions: { charge: FILE } } }',
};

beforeEach(() => vi.stubEnv('CI', undefined));
afterEach(() => vi.unstubAllEnvs());

const settings = (of: object): string[] => Object.keys(of);

interface Files {
  /** Targets of links by the path of the link, relative to the project. */
  readonly links?: Readonly<Record<string, string>>;
  /** Relative to the project. */
  readonly files?: readonly string[];
  /** Texts by the path of the file, relative to the folder above the project. */
  readonly marks?: Readonly<Record<string, string>>;
}

/** Creates a project in the folder `orders` of a repository, or of a folder with other `marks`. */
function project(yaml: string, { links = {}, files = [], marks = { '.git/HEAD': '' } }: Files): string {
  const repository = tempDir();
  const root = join(repository, 'orders');
  for (const [path, text] of Object.entries(marks)) {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), text);
  }
  mkdirSync(root);
  writeFileSync(join(root, 'apikit.yaml'), `name: orders\nregion: eu-west-1\n${yaml}\n`);
  for (const path of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), 'aws_secret: very-private\n');
  }
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    symlinkSync(target, join(root, path));
  }
  return root;
}

async function problemsOf(root: string): Promise<string[]> {
  const error: unknown = await loadProject(root).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error === undefined) return [];
  if (!(error instanceof ProblemsError)) throw error;
  return error.problems.filter(({ severity }) => severity === 'error').map(({ line, message }) => `${line} ${message}`);
}

const yamlOf = (setting: string, file: string): string =>
  ({ ...DATA, ...CODE })[setting]!.replace('FILE.handler', file.replace(/\.[a-z]+$/, '.handler')).replace('FILE', file);

const nameFor = (setting: string): string =>
  setting in CODE ? 'main.mjs' : setting === 'contract' ? 'main.yaml' : 'main.json';

it.each([...settings(DATA), ...settings(CODE)])('%s cannot be a link out of the repository', async (setting) => {
  const name = nameFor(setting);
  const outside = join(tempDir(), 'private');
  writeFileSync(outside, 'aws_secret: very-private\n');
  const root = project(yamlOf(setting, name), { links: { [name]: outside } });
  expect(await problemsOf(root)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(
        new RegExp(`^\\d+ ${setting} ${name} leads to .*private, which is outside the project and its repository`),
      ),
    ]),
  );
});

it.each([...settings(DATA), ...settings(CODE)])(
  '%s cannot be a link to a hidden file of the repository',
  async (setting) => {
    const name = nameFor(setting);
    const root = project(yamlOf(setting, name), {
      files: ['../out/.aws/private'],
      links: { [name]: '../out/.aws/private' },
    });
    expect((await problemsOf(root)).join()).toMatch(/leads to .*\/out\/\.aws\/private, which is hidden/);
  },
);

it.each([...settings(DATA), ...settings(CODE)])(
  '%s can be a link to a visible file of the repository',
  async (setting) => {
    const name = nameFor(setting);
    const root = project(yamlOf(setting, name), {
      files: [`../shared/${name}`],
      links: { [name]: `../shared/${name}` },
    });
    expect(await problemsOf(root)).toEqual([]);
  },
);

it.each(settings(DATA))('%s cannot be hidden in the project itself', async (setting) => {
  const root = project(yamlOf(setting, '.env'), { files: ['.env'] });
  expect((await problemsOf(root)).join()).toContain(`${setting} .env leads to`);
});

it.each(settings(CODE))('%s can be in a hidden folder of a build tool', async (setting) => {
  const root = project(yamlOf(setting, '.output/main.mjs'), { files: ['.output/main.mjs'] });
  expect(await problemsOf(root)).toEqual([]);
});

it('a contract can be beside the project in its repository, and nowhere else', async () => {
  expect(await problemsOf(project('contract: ../shared/api.yaml', { files: ['../shared/api.yaml'] }))).toEqual([]);
  const hidden = project('contract: ../.hid/creds.yaml', { files: ['../.hid/creds.yaml'] });
  expect((await problemsOf(hidden)).join()).toMatch(/^3 contract \.\.\/\.hid\/creds\.yaml leads to .* which is hidden/);
  const outside = join(tempDir(), 'api.yaml');
  writeFileSync(outside, 'openapi: 3.0.3\n');
  expect((await problemsOf(project(`contract: ${outside}`, {}))).join()).toContain(
    'outside the project and its repository',
  );
});

const BESIDE = { files: ['../shared/api.yaml'] };
const besideIn = (marks: Files['marks']) => project('contract: ../shared/api.yaml', { ...BESIDE, marks });

it.each([
  ['a .git', { '.git/HEAD': '' }],
  ['a .git file of a worktree or submodule', { '.git': 'gitdir: elsewhere\n' }],
  ['a pnpm-workspace.yaml', { 'pnpm-workspace.yaml': '' }],
  ['workspaces in its package.json', { 'package.json': '{ "workspaces": [] }' }],
])('a contract can be beside the project below a folder with %s', async (_, marks) => {
  expect(await problemsOf(besideIn(marks))).toEqual([]);
});

it.each([
  ['nothing', {}],
  ['a package.json without workspaces', { 'package.json': '{}' }],
])('a contract beside the project below a folder with %s is refused with the ways that work', async (_, marks) => {
  const error = await loadProject(besideIn(marks)).catch((thrown: unknown) => thrown);
  const [problem] = (error as ProblemsError).problems;
  expect(problem?.message).toContain('outside the project and its repository');
  expect(problem?.fix).toMatch(/^Copy the file into the project, or put both below one folder with a `\.git`/);
  expect(problem?.fix).toContain('`pnpm-workspace.yaml` or with `workspaces` in its package.json');
});

it.each([
  ['with a .git counts in a pipeline', 'true', { '.git/HEAD': '' }, true],
  ['with a .git does not count elsewhere', undefined, { '.git/HEAD': '' }, false],
  ['with a .git does not count if CI is false', 'false', { '.git/HEAD': '' }, false],
  ['without a .git does not count in a pipeline', 'true', { 'package.json': '{ "workspaces": [] }' }, false],
])('a home folder %s', async (_, ci, marks, accepted) => {
  const root = besideIn(marks);
  vi.stubEnv('HOME', dirname(root));
  vi.stubEnv('CI', ci);
  expect(await problemsOf(root)).toHaveLength(accepted ? 0 : 1);
});

it('a folder above the home folder does not count, also in a pipeline', async () => {
  const root = besideIn({ '.git/HEAD': '' });
  vi.stubEnv('HOME', root);
  vi.stubEnv('CI', 'true');
  expect((await problemsOf(root)).join()).toContain('outside the project and its repository');
});

it.each(['.pnpm', '.bun', '.store'])(
  'a contract can be in a package that is linked from node_modules/%s',
  async (store) => {
    const folder = `node_modules/${store}/@acme+contracts@1.0.0/node_modules/@acme/contracts`;
    for (const at of ['', '../']) {
      const root = project('contract: node_modules/@acme/contracts/openapi.yaml', {
        files: [`${at}${folder}/openapi.yaml`],
        links: { 'node_modules/@acme/contracts': `../../${at}${folder}` },
      });
      expect(await problemsOf(root)).toEqual([]);
    }
  },
);

it.each([
  'node_modules/.cache/api.yaml',
  'node_modules/.pnpm/.private/api.yaml',
  '.pnpm/api.yaml',
  'node_modules/x/.pnpm/api.yaml',
])('a contract cannot be %s, which is hidden', async (file) => {
  const root = project(`contract: ${file}`, { files: [file] });
  expect((await problemsOf(root)).join()).toMatch(/^3 contract .* which is hidden/);
});

it('a file that does not exist is not reported here', async () => {
  expect(await problemsOf(project('contract: none.yaml', {}))).toEqual([]);
});

it('no command shows the text of a private file', async () => {
  const root = project('contract: main.yaml', {
    files: ['../out/.aws/private', 'src/handler.ts'],
    links: { 'main.yaml': '../out/.aws/private' },
  });
  for (const argv of [['validate'], ['openapi', 'lint'], ['openapi', 'docs'], ['plan', '--stage', 'local']]) {
    const { code, stdout, stderr } = await apikit(argv, { cwd: root });
    expect([code, stderr]).toEqual([2, expect.stringContaining('which is hidden')]);
    expect(stdout + stderr).not.toContain('very-private');
  }
});
