/** The files that apikit.yaml names: where they may be, by their paths and through links. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
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
const settings = (of: object): string[] => Object.keys(of);

interface Files {
  /** Targets of links by the path of the link, relative to the project. */
  readonly links?: Readonly<Record<string, string>>;
  /** Relative to the project. */
  readonly files?: readonly string[];
}

/** Creates a project in the folder `orders` of a repository. */
function project(yaml: string, { links = {}, files = [] }: Files): string {
  const repository = tempDir();
  const root = join(repository, 'orders');
  mkdirSync(join(repository, '.git'), { recursive: true });
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
