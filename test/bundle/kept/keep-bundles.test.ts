/** A kept bundle is used only if a new one would be the same. */
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { type BundledFunction, bundleFunction } from '../../../src/bundle/bundle-function.ts';
import type { BundleOptions } from '../../../src/bundle/contents/function-contents.ts';
import { keepBundles } from '../../../src/bundle/kept/keep-bundles.ts';
import { keepIn } from '../../../src/files/kept-results.ts';
import { temporaryFolder } from '../../templates/scaffold.ts';

const HANDLER = `
import { greeting } from './texts/greeting';
import { shout } from 'shout';
import { name } from '@texts/name';
export const handler = async () => shout(greeting + name);
`;

/** The project is in a folder of its own, so that packages can be installed above it. */
const FILES = {
  'app/package.json': '{ "type": "module" }',
  'app/tsconfig.json': '{ "compilerOptions": { "target": "es2022" } }',
  'app/src/handler.ts': HANDLER,
  'app/src/texts/greeting/index.ts': "export const greeting = 'hello ';",
  'app/node_modules/shout/package.json': '{ "name": "shout", "main": "lib" }',
  'app/node_modules/shout/lib/index.js': 'exports.shout = (text) => text.toUpperCase();',
  'node_modules/@texts/name/package.json': '{ "name": "@texts/name", "main": "./one.js" }',
  'node_modules/@texts/name/one.js': "exports.name = 'one';",
  'node_modules/@texts/name/two.js': "exports.name = 'two';",
};

async function world(files: Record<string, string> = FILES) {
  const folder = await temporaryFolder(files);
  let made = 0;
  let identity = 'a program';
  const options: BundleOptions = { root: join(folder.root, 'app'), entry: 'src/handler.ts', runtime: 'nodejs24.x' };
  const bundle = async (given: BundleOptions): Promise<BundledFunction> => {
    made += 1;
    return await bundleFunction(given);
  };
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(folder.root, path)), { recursive: true });
    await writeFile(join(folder.root, path), text);
  };
  return {
    root: folder.root,
    write,
    become: (program: string) => {
      identity = program;
    },
    async run(changes: Partial<BundleOptions> = {}, bundler = bundle) {
      made = 0;
      const keep = keepBundles(keepIn(join(folder.root, 'kept'), identity), bundler);
      return { bundled: await keep({ ...options, ...changes }), made };
    },
    fresh: () => bundleFunction(options),
    [Symbol.asyncDispose]: folder[Symbol.asyncDispose],
  };
}

type World = Awaited<ReturnType<typeof world>>;

/** The first run learns which files there are, and the second one knows that they did not change meanwhile. */
async function settled(files?: Record<string, string>): Promise<World> {
  const made = await world(files);
  await made.run();
  await made.run();
  return made;
}

test('the third run of the same project bundles nothing, and returns the same', async () => {
  await using project = await world();
  const [first, second, third] = [await project.run(), await project.run(), await project.run()];
  expect([first.made, second.made, third.made]).toEqual([1, 1, 0]);
  expect(third.bundled).toEqual(first.bundled);
  expect(third.bundled.zip.equals(first.bundled.zip)).toBe(true);
});

test('after a change, the next run keeps the new bundle', async () => {
  await using project = await settled();
  await project.write('app/src/handler.ts', HANDLER.replace('greeting +', "'oh ' + greeting +"));
  expect((await project.run()).made).toBe(1);
  expect((await project.run()).made).toBe(0);
});

test.each<[string, (project: World) => Promise<unknown>]>([
  [
    'a source has other contents',
    (each) => each.write('app/src/texts/greeting/index.ts', "export const greeting = 'x';"),
  ],
  [
    'a new file takes the place of a folder',
    (each) => each.write('app/src/texts/greeting.ts', "export const greeting = 'x';"),
  ],
  [
    'a new file has an extension that comes first',
    (each) => each.write('app/src/texts/greeting/index.tsx', "export const greeting = 'x';"),
  ],
  [
    'a package has another main file',
    (each) => each.write('node_modules/@texts/name/package.json', '{ "name": "@texts/name", "main": "./two.js" }'),
  ],
  [
    'a package is installed nearer to its importer',
    (each) => each.write('app/node_modules/@texts/name/index.js', "export const name = 'near';"),
  ],
  ['a package has packages of its own', (each) => each.write('app/node_modules/shout/node_modules/a/index.js', '')],
  [
    'a file takes the place of the folder that a package names',
    (each) => each.write('app/node_modules/shout/lib.js', 'exports.shout = (text) => text;'),
  ],
  ['the project is of another type', (each) => each.write('app/package.json', '{}')],
  [
    'the compiler has other settings',
    (each) => each.write('app/tsconfig.json', '{ "compilerOptions": { "target": "es2015" } }'),
  ],
  ['the compiler gets settings above the project', (each) => each.write('tsconfig.json', '{ "compilerOptions": {} }')],
  ['a folder above the project becomes a repository', (each) => mkdir(join(each.root, '.git'))],
  ['the program is another one', async (each) => each.become('another program')],
  ['the kept file is damaged', async (each) => damage(join(each.root, 'kept'))],
])('%s: the function is bundled again', async (_, change) => {
  await using project = await settled();
  expect((await project.run()).made).toBe(0);
  await change(project);
  const { bundled, made } = await project.run();
  expect(made).toBe(1);
  expect(bundled).toEqual(await project.fresh());
});

async function damage(folder: string): Promise<void> {
  const { readdir, readFile } = await import('node:fs/promises');
  for (const name of await readdir(folder)) {
    const bytes = await readFile(join(folder, name));
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(join(folder, name), bytes);
  }
}

test('a link that leads elsewhere: the function is bundled again', async () => {
  await using project = await world();
  const scope = join(project.root, 'node_modules/@texts');
  await rename(join(scope, 'name'), join(scope, 'real'));
  await project.write('node_modules/@texts/other/package.json', '{ "main": "./one.js" }');
  await project.write('node_modules/@texts/other/one.js', "exports.name = 'other';");
  await symlink('real', join(scope, 'name'));
  await project.run();
  await project.run();
  expect((await project.run()).made).toBe(0);
  await rm(join(scope, 'name'));
  await symlink('other', join(scope, 'name'));
  const { bundled, made } = await project.run();
  expect(made).toBe(1);
  expect(bundled).toEqual(await project.fresh());
});

test('a file that is saved while the bundler reads is not taken for what it read', async () => {
  await using project = await settled();
  await project.write('app/src/handler.ts', HANDLER.replace('greeting +', "'oh ' + greeting +"));
  const saved = HANDLER.replace('greeting +', "'ah ' + greeting +");
  await project.run({}, async (options) => {
    const bundled = await bundleFunction(options);
    await project.write('app/src/handler.ts', saved);
    return bundled;
  });
  const { bundled, made } = await project.run();
  expect(made).toBe(1);
  expect(bundled).toEqual(await project.fresh());
});

test('another entry, export or runtime has its own bundle', async () => {
  await using project = await settled();
  expect((await project.run({ runtime: 'nodejs22.x' })).made).toBe(1);
  expect((await project.run()).made).toBe(0);
});

const SHARED = {
  ...FILES,
  'shared/greeting.ts': "export const greeting = 'shared ';",
  'package.json': '{ "workspaces": ["app", "shared"] }',
};

test.each<[string, Record<string, string>, Partial<BundleOptions>]>([
  [
    'code that a workspace shares',
    { ...SHARED, 'app/src/texts/greeting/index.ts': "export * from '../../../../shared/greeting';" },
    {},
  ],
  [
    'paths of the compiler',
    { ...FILES, 'app/tsconfig.json': '{ "compilerOptions": { "paths": { "~/*": ["./src/*"] } } }' },
    {},
  ],
  [
    'settings that extend others',
    { ...FILES, 'app/tsconfig.json': '{ "extends": "../tsconfig.base.json" }', 'tsconfig.base.json': '{}' },
    {},
  ],
  ['an installation of Yarn without node_modules', { ...FILES, '.pnp.data.json': '{}' }, {}],
  [
    'files by a pattern',
    FILES,
    { bundle: { external: [], optional: [], files: ['src/*.ts'], keepNames: true, loaders: {} } },
  ],
  [
    'a package beside the bundle',
    FILES,
    { bundle: { external: ['shout'], optional: [], files: [], keepNames: true, loaders: {} } },
  ],
  [
    'a module that uses its own location',
    { ...FILES, 'app/src/texts/greeting/index.ts': 'export const greeting = import.meta.dirname;' },
    {},
  ],
])('%s: nothing is kept', async (_, files, changes) => {
  await using project = await world(files);
  for (let run = 0; run < 3; run += 1) expect((await project.run(changes)).made).toBe(1);
});

test('Python is packed each time', async () => {
  await using project = await world({ 'app/src/handler.py': 'def handler(event, context): return 1' });
  const python = { entry: 'src/handler.py', runtime: 'python3.13' };
  for (let run = 0; run < 3; run += 1) expect((await project.run(python)).made).toBe(1);
});
