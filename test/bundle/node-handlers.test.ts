/** Handlers as people write them: CommonJS, other names, files beside them, packages that cannot be bundled. */
import { symlinkSync, writeFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { type BundledFunction, bundleFunction } from '../../src/bundle/bundle-function.ts';
import type { BundleOptions } from '../../src/bundle/contents/function-contents.ts';
import { NODE_DEFAULTS } from '../../src/bundle/contents/node-settings.ts';
import { createWarmBundler } from '../../src/bundle/warm-bundler.ts';
import type { ApikitError } from '../../src/errors.ts';
import { temporaryFolder } from '../templates/scaffold.ts';
import { unzip } from './unzip.ts';

const runtime = 'nodejs24.x';
const bundle = async (root: string, entry: string, more: Partial<BundleOptions> = {}) =>
  await bundleFunction({ root, entry, runtime, ...more });

/** Runs the handler from the unpacked zip, in a folder without the project. */
async function answer({ zip }: BundledFunction, event: unknown = {}): Promise<unknown> {
  const files = Object.entries(unzip(zip)).map(([path, { contents }]) => [path, contents] as const);
  const folder = await temporaryFolder(Object.fromEntries(files));
  const { handler } = (await import(pathToFileURL(join(folder.root, 'index.mjs')).href)) as {
    handler(event: unknown): Promise<unknown>;
  };
  const result = await handler(event);
  await folder[Symbol.asyncDispose]();
  return result;
}

test('a package that responds through the context stops the deploy for a runtime that does not support it', async () => {
  const folder = await temporaryFolder({
    'node_modules/aws-serverless-express/package.json': '{ "name": "aws-serverless-express" }',
    'node_modules/aws-serverless-express/index.js':
      'exports.createServer = () => 1; exports.proxy = () => ({ promise: 1 });',
    'src/lambda.js': '',
  });
  const refusalOf = (call: string, runtime = 'nodejs24.x') => {
    const text = `const express = require('aws-serverless-express');\nconst server = express.createServer();\nexports.handler = ${call}`;
    writeFileSync(join(folder.root, 'src/lambda.js'), text);
    return bundle(folder.root, 'src/lambda.js', { runtime }).then(
      () => undefined,
      ({ code, message }: ApikitError) => `${code}: ${message}`,
    );
  };
  const stops = /^CallbackHandler: .*src\/lambda.js:3 calls, responds through context.succeed .* of nodejs24.x/;
  expect(await refusalOf('(event, context) => express.proxy(server, event, context);')).toMatch(stops);
  expect(await refusalOf('(e, c) => { express.proxy(server, e, c, "CONTEXT_SUCCEED") };')).toMatch(stops);
  expect(await refusalOf('(e, c) =>\n  express.proxy(\n    server,\n    e,\n    c,\n  );')).toContain('lambda.js:4');
  for (const call of [
    "(event, context) => express.proxy(server, event, context, 'PROMISE').promise;",
    '(event) => new Promise((succeed) => express.proxy(server, event, Object.assign({}, { succeed })));',
    'async () => 1;\n// express.proxy(server, event, context)',
  ])
    expect(await refusalOf(call)).toBeUndefined();
  expect(await refusalOf('(event, context) => express.proxy(server, event, context);', 'nodejs22.x')).toBeUndefined();
  await folder[Symbol.asyncDispose]();
});

test.each([
  ['src/index.js', `exports.handler = async ({ name }) => require(\`./ops/\${name ?? 'getX'}\`)(name);`],
  [
    'src/index.ts',
    'export const handler = async ({ name }: { name: string }) => (await import("./ops/" + name)).default(name);',
  ],
])('%s finds modules by a name that it computes, with and without the extension', async (entry, code) => {
  const getX = entry.endsWith('.ts') ? 'src/ops/getX.ts' : 'src/ops/getX.cjs';
  const say = (what: string) => `module.exports = (name) => name + ' is ${what}';`;
  const folder = await temporaryFolder({
    [entry]: code,
    [getX]: getX.endsWith('.ts') ? "export default (name: string) => name + ' is x';" : say('x'),
    'src/ops/getY.js': say('y'),
    'src/ops/orders/index.js': say('orders'),
    'src/ops/zones.json/index.js': say('zones'),
  });
  const built = await bundle(folder.root, entry);
  const ending = getX.slice(getX.lastIndexOf('.'));
  for (const [name, what] of [
    ['getX', 'x'],
    [`getX${ending}`, 'x'],
    ['getY', 'y'],
    ['getY.js', 'y'],
    ['orders', 'orders'],
    ['orders/', 'orders'],
    ['zones.json', 'zones'],
  ])
    expect(await answer(built, { name })).toBe(`${name} is ${what}`);
  await expect(answer(built, { name: 'getZ' })).rejects.toMatchObject({
    message: 'Module not found in bundle: ./ops/getZ',
    code: 'MODULE_NOT_FOUND',
  });
  await folder[Symbol.asyncDispose]();
});

test('the source map of a bundle with computed names leads to the line that throws', async () => {
  const folder = await temporaryFolder({
    'src/index.js': 'exports.handler = async ({ name }) => require("./ops/" + name);',
    'src/ops/getX.js': '\n\nthrow new Error("at line 3");',
  });
  const built = await bundle(folder.root, 'src/index.js');
  const stack = await answer(built, { name: 'getX' }).catch(({ stack }: Error) => stack);
  const [, line, column] = /index\.mjs:(\d+):(\d+)/.exec(String(stack))!;
  const map = new SourceMap(JSON.parse(built.sourceMap!));
  expect(map.findEntry(Number(line) - 1, Number(column) - 1)).toMatchObject({
    originalSource: 'src/ops/getX.js',
    originalLine: 2,
  });
  await folder[Symbol.asyncDispose]();
});

test('a file that has no loader and that a computed name can mean stops the deploy, with what to write', async () => {
  const folder = await temporaryFolder({
    'src/index.js': 'exports.handler = async ({ name }) => require("./ops/" + name);',
    'src/ops/getX.js': 'module.exports = 1;',
    'src/ops/README.md': '# Operations',
  });
  await expect(bundle(folder.root, 'src/index.js')).rejects.toMatchObject({
    code: 'BundleFailed',
    message: expect.stringContaining('src/index.js:1:47: No loader is configured for ".md" files: src/ops/README.md'),
    hint: expect.stringContaining("add the extension, as in './operations/' + name + '.js'"),
  });
  await folder[Symbol.asyncDispose]();
});

test('a package that computes names without an extension is packed as it is installed', async () => {
  const greeting = (text: string) => `exports.greeting = '${text}';`;
  const folder = await temporaryFolder({
    'src/index.js':
      'const [a, b, c] = [require("open"), require("closed"), require("noisy")]; exports.handler = async () => [a("de"), b("de"), c("de")].map(({ greeting }) => greeting);',
    'node_modules/open/package.json': '{ "name": "open", "main": "lib/main.js" }',
    'node_modules/open/lib/main.js': 'module.exports = (n) => require("./lang/" + n);',
    'node_modules/open/lib/lang/de.js': greeting('Hallo'),
    'node_modules/closed/package.json': '{ "name": "closed", "main": "main.js" }',
    'node_modules/closed/main.js': 'module.exports = (n) => require("./lang/" + n + ".js");',
    'node_modules/closed/lang/de.js': greeting('Guten Tag'),
    'node_modules/noisy/package.json': '{ "name": "noisy", "main": "main.js" }',
    'node_modules/noisy/main.js': `module.exports = (n) => require(\`./lang/\${n}\`);`,
    'node_modules/noisy/lang/de.js': greeting('Moin'),
    'node_modules/noisy/lang/README.md': 'No loader reads this.',
  });
  const built = await bundle(folder.root, 'src/index.js');
  expect(await answer(built)).toEqual(['Hallo', 'Guten Tag', 'Moin']);
  expect(
    Object.keys(unzip(built.zip))
      .filter((path) => /^node_modules\/[^/]+\/package\.json$/.test(path))
      .sort(),
  ).toEqual(['node_modules/noisy/package.json', 'node_modules/open/package.json']);
  await folder[Symbol.asyncDispose]();
});

test.each([
  ['src/index.js', 'exports.handler = async () => 1;', 'handler'],
  ['src/index.cjs', 'module.exports = { handler: async () => 1 };', 'handler'],
  ['src/index.js', 'module.exports.handler = async () => 1;', 'handler'],
  ['src/index.ts', 'export = { handler: async (): Promise<number> => 1 };', 'handler'],
  [
    'dist/app.js',
    '"use strict";Object.defineProperty(exports,"__esModule",{value:true});exports.main=async()=>1;',
    'main',
  ],
  ['src/index.mjs', 'export default async () => 1;', 'default'],
  ['src/lambda_function.mjs', 'export const lambda_handler = async () => 1; export const other = 2;', 'lambda_handler'],
])('the handler of %s runs: %s', async (entry, source, exportName) => {
  await using project = await temporaryFolder({ [entry]: source });
  const bundled = await bundle(project.root, entry, { exportName });
  expect(bundled.handler).toBe('index.handler');
  expect(await answer(bundled)).toBe(1);
});

test.each([
  ['src/a.mjs', 'export default { handler: 1 };', /exports default\.$/, /function\.handler: src\/a\.default/],
  ['src/a.mjs', 'export const main = 1;', /exports main\.$/, /function\.handler: src\/a\.main/],
  ['src/a.mjs', 'exports.handler = () => 1;', /is an ES module/, /Rename it to src\/a\.cjs/],
  ['src/a.cjs', 'exports.main = () => 1;', /function named handler\.$/, /exports\.handler/],
  ['src/a.cjs', '', /function named handler\.$/, /exports\.handler/],
])('an entry without the export is reported with its exports: %s, %s', async (entry, source, message, hint) => {
  await using project = await temporaryFolder({ [entry]: source });
  const error = await bundle(project.root, entry).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'NoHandler', exitCode: 2 });
  expect((error as Error).message).toMatch(message);
  expect((error as { hint: string }).hint).toMatch(hint);
});

test.each([
  'const here = dirname(fileURLToPath(import.meta.url)); const read = () => readFileSync(join(here, "notes", "a.txt"));',
  `const here = path.dirname(url.fileURLToPath(import.meta.url)); const read = () => readFileSync(\`\${here}/notes/a.txt\`);`,
  "const $here = fileURLToPath(new URL('.', import.meta.url)); const read = () => readFileSync($here + 'notes/a.txt');",
])('a file named relative to the folder of an ES module is packed: %s', async (source) => {
  await using project = await temporaryFolder({
    'src/index.mjs': `import { readFileSync } from 'node:fs'; import path, { dirname, join } from 'node:path'; import url, { fileURLToPath } from 'node:url';\n${source}\nexport const handler = async () => [typeof path, typeof url, dirname, join, read().toString()].at(-1);`,
    'src/notes/a.txt': 'hello',
  });
  const bundled = await bundle(project.root, 'src/index.mjs');
  expect(bundled.warnings).toEqual([]);
  expect(await answer(bundled)).toBe('hello');
});

test('a package that loads a driver by a setting is packed unchanged, with the installed drivers', async () => {
  const manifest = (name: string, more: object = {}) => JSON.stringify({ name, version: '1.0.0', ...more });
  const optional = Object.fromEntries(['fast', 'slow', 'tool', 'gone'].map((name) => [name, { optional: true }]));
  const files = {
    'src/index.mjs':
      "import { connect } from 'mapper';\nexport const handler = async ({ driver }) => { try { return connect(driver); } catch (error) { return error.code; } };",
    'package.json': manifest('app', {
      dependencies: { mapper: '1', fast: '1', slow: '1' },
      devDependencies: { tool: '1' },
    }),
    'node_modules/mapper/package.json': manifest('mapper', { peerDependenciesMeta: optional }),
    'node_modules/mapper/index.js': 'exports.connect = (name) => require(name).name;',
    ...Object.fromEntries(
      ['fast', 'slow', 'tool'].flatMap((name) => [
        [`node_modules/${name}/package.json`, manifest(name)],
        [`node_modules/${name}/index.js`, `exports.name = '${name}';`],
      ]),
    ),
  };
  await using project = await temporaryFolder(files);
  const bundled = await bundle(project.root, 'src/index.mjs');
  const answers = await Promise.all(['fast', 'slow', 'tool', 'gone'].map((driver) => answer(bundled, { driver })));
  expect(answers).toEqual(['fast', 'slow', 'MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);
  // A project that bundles everything may have all packages among its devDependencies.
  const all = { mapper: '1', fast: '1', slow: '1', tool: '1' };
  await using bundling = await temporaryFolder({ ...files, 'package.json': manifest('app', { devDependencies: all }) });
  expect(await answer(await bundle(bundling.root, 'src/index.mjs'), { driver: 'tool' })).toBe('tool');
  // If package.json names them all, nothing has to stay outside the bundle.
  await using small = await temporaryFolder({
    ...files,
    'node_modules/mapper/index.js':
      "const known = { fast: () => require('fast'), slow: () => require('slow') }; exports.connect = (name) => (known[name] ?? (() => require(name)))().name;",
  });
  expect(Object.keys(unzip((await bundle(small.root, 'src/index.mjs')).zip))).not.toContain(
    'node_modules/mapper/index.js',
  );
});

test('modules know their own place, and find the files that they name', async () => {
  await using project = await temporaryFolder({
    'src/index.ts': `
      import { readFileSync } from 'node:fs';
      import { dirname, join } from 'node:path';
      import { fileURLToPath } from 'node:url';
      import sized from 'sized';
      import page from './page.html';
      import query from './query.sql';
      const __dirname = dirname(fileURLToPath(import.meta.url));
      const read = (file: string | URL) => readFileSync(file, 'utf8');
      export const handler = async () => [
        read(new URL('./note.txt', import.meta.url)), read(join(__dirname, 'data', 'a.txt')),
        read(join(import.meta.dirname, '..', 'etc', 'b.txt')), read('etc/b.txt'), page, query, sized(),
      ];`,
    'src/note.txt': 'note',
    'src/data/a.txt': 'a',
    'src/page.html': '<p>',
    'src/query.sql': 'select',
    'etc/b.txt': 'b',
    'node_modules/sized/package.json': '{"name":"sized","main":"lib/i.js"}',
    'node_modules/sized/lib/i.js': `'use strict';
      module.exports = () => [require('fs').readFileSync(__dirname + '/table.dat', 'utf8'), typeof __filename, this === undefined];`,
    'node_modules/sized/lib/table.dat': 'table',
    'node_modules/sized/README.md': '#',
  });
  const bundled = await bundle(project.root, 'src/index.ts');
  const files = Object.keys(unzip(bundled.zip)).filter((path) => path !== 'index.mjs.map');
  expect(files).toEqual([
    'etc/b.txt',
    'index.mjs',
    'node_modules/sized/lib/table.dat',
    'src/data/a.txt',
    'src/note.txt',
  ]);
  expect(bundled.sources).toContain('src/note.txt');
  expect(bundled.warnings).toEqual([]);
  const before = process.cwd();
  const unpacked = await temporaryFolder(
    Object.fromEntries(Object.entries(unzip(bundled.zip)).map(([path, { contents }]) => [path, contents])),
  );
  process.chdir(unpacked.root);
  try {
    const { handler } = await import(pathToFileURL(join(unpacked.root, 'index.mjs')).href);
    expect(await handler()).toEqual(['note', 'a', 'b', 'b', '<p>', 'select', ['table', 'string', false]]);
  } finally {
    process.chdir(before);
    await unpacked[Symbol.asyncDispose]();
  }
});

test('a missing file that the code names is a warning with its line', async () => {
  await using project = await temporaryFolder({
    'src/index.mjs':
      "import { readFileSync } from 'node:fs';\nexport const handler = () =>\n  readFileSync(new URL('./gone.txt', import.meta.url));",
  });
  const { warnings } = await bundle(project.root, 'src/index.mjs');
  expect(warnings).toEqual([expect.stringContaining('src/index.mjs:3 names src/gone.txt, which does not exist')]);
});

test('a file that the code names by its URL is packed, with percent signs as Node reads them', async () => {
  await using project = await temporaryFolder({
    'src/index.mjs':
      "import { readFileSync } from 'node:fs';\nexport const handler = () => [new URL('./a%23b.txt', import.meta.url), new URL('./100%.txt', import.meta.url)].map((each) => readFileSync(each));",
    'src/a#b.txt': 'a',
    'src/100%.txt': 'b',
  });
  const { zip, warnings } = await bundle(project.root, 'src/index.mjs');
  expect(warnings).toEqual([]);
  expect(Object.keys(unzip(zip))).toEqual(expect.arrayContaining(['src/a#b.txt', 'src/100%.txt']));
});

test('files are packed by pattern, in a fixed order, never from outside of the project', async () => {
  await using project = await temporaryFolder({
    'src/index.cjs': 'exports.handler = async () => 1;',
    'views/a.ejs': 'a',
    'views/deep/b.ejs': 'b',
    'views/.hidden.ejs': 'h',
    'views/c.txt': 'c',
  });
  await using elsewhere = await temporaryFolder({ 'secret.ejs': 's' });
  const paths = async (...files: string[]) => {
    const bundled = await bundle(project.root, 'src/index.cjs', { bundle: { ...NODE_DEFAULTS, files } });
    return Object.keys(unzip(bundled.zip)).filter((path) => !path.startsWith('index.'));
  };
  expect(await paths('views/**/*.ejs')).toEqual(['views/a.ejs', 'views/deep/b.ejs']);
  expect(await paths('views/*.{ejs,txt}', './views/deep')).toEqual(['views/a.ejs', 'views/c.txt', 'views/deep/b.ejs']);
  await expect(paths('nothing/*.x', 'views/a.ejs')).rejects.toMatchObject({
    code: 'NoSuchFiles',
    message: expect.stringContaining('nothing/*.x'),
  });
  symlinkSync(join(elsewhere.root, 'secret.ejs'), join(project.root, 'views/link.ejs'));
  await expect(paths('views/*.ejs')).rejects.toMatchObject({ code: 'FileNotPackable' });
});

test('require with a name from run time finds the modules of Node.js', async () => {
  await using project = await temporaryFolder({
    'src/index.mjs': "import pick from 'picks';\nexport const handler = async () => typeof pick(0).join;",
    'node_modules/picks/package.json': '{"name":"picks","main":"i.js"}',
    'node_modules/picks/i.js': "const names = ['path', 'os'];\nmodule.exports = (n) => require(names[n]);",
  });
  expect(await answer(await bundle(project.root, 'src/index.mjs'))).toBe('function');
});

const DRIVERS = {
  'src/index.mjs': "import { pick } from 'drivers';\nexport const handler = async ({ name }) => pick(name);",
  'node_modules/drivers/package.json': '{"name":"drivers","main":"i.js"}',
  'node_modules/drivers/i.js': "exports.pick = (name) => (name === 'oracle' ? require('oracle/thin') : name);",
};

test('a missing optional driver is a warning, and fails when it is loaded', async () => {
  await using project = await temporaryFolder(DRIVERS);
  const bundled = await bundle(project.root, 'src/index.mjs');
  expect(bundled.warnings).toEqual([expect.stringContaining('drivers asks for oracle.')]);
  expect(await answer(bundled, { name: 'pg' })).toBe('pg');
  await expect(answer(bundled, { name: 'oracle' })).rejects.toMatchObject({ code: 'MODULE_NOT_FOUND' });
  const agreed = { ...NODE_DEFAULTS, optional: ['oracle'] };
  expect((await bundle(project.root, 'src/index.mjs', { bundle: agreed })).warnings).toEqual([]);
  const warm = createWarmBundler();
  for (const _save of [1, 2]) {
    const saved = await warm.bundle({ root: project.root, entry: 'src/index.mjs', runtime });
    expect(saved).toMatchObject({ sha256: bundled.sha256, warnings: bundled.warnings });
  }
  await warm.close();
});

test('the AWS SDK before version 3 is a warning: in the embedded cloud it calls AWS', async () => {
  const sdk = {
    'node_modules/aws-sdk/package.json': '{"name":"aws-sdk"}',
    'node_modules/aws-sdk/index.js': 'exports.a = 1;',
  };
  await using project = await temporaryFolder({
    'src/old.mjs': "import AWS from 'aws-sdk';\nexport const handler = async () => AWS.a;",
    'src/new.mjs': 'export const handler = async () => 1;',
    ...sdk,
  });
  const told = [expect.stringContaining('aws-sdk 2, which AWS no longer supports')];
  expect((await bundle(project.root, 'src/old.mjs')).warnings).toEqual(told);
  const packed = { ...NODE_DEFAULTS, external: ['aws-sdk'] };
  expect((await bundle(project.root, 'src/old.mjs', { bundle: packed })).warnings).toEqual(told);
  expect((await bundle(project.root, 'src/new.mjs')).warnings).toEqual([]);
});

test('an optional part of the AWS SDK is not reported as missing on AWS', async () => {
  await using project = await temporaryFolder({
    ...DRIVERS,
    'node_modules/drivers/i.js': "exports.pick = () => [require('@aws-sdk/client-of-none'), require('oracle')];",
  });
  expect((await bundle(project.root, 'src/index.mjs')).warnings).toEqual([
    expect.stringMatching(/also missing on AWS: drivers asks for oracle\. /),
    expect.stringMatching(
      /^Not installed: drivers asks for @aws-sdk\/client-of-none\. Lambda has its own version; in the/,
    ),
  ]);
});

test('a missing package is an error with the possible solutions', async () => {
  await using project = await temporaryFolder({
    ...DRIVERS,
    'node_modules/drivers/package.json': '{"name":"drivers","main":"i.js","dependencies":{"oracle":"1"}}',
  });
  await expect(bundle(project.root, 'src/index.mjs')).rejects.toMatchObject({
    code: 'BundleFailed',
    hint: expect.stringMatching(/npm install.*function\.bundle\.optional: \[oracle\]/),
  });
});

test('external packages are packed with all their dependencies, each with its own version', async () => {
  const files = {
    'src/index.mjs': "import a from 'a';\nexport const handler = async () => a;",
    'node_modules/a/package.json': '{"name":"a","main":"i.js","dependencies":{"b":"1","c":"1"}}',
    'node_modules/a/i.js':
      "module.exports = [require('b'), require('c'), require('fs').existsSync(__dirname + '/i.js')];",
    'node_modules/a/i.d.ts': '',
    'node_modules/a/node_modules/b/package.json': '{"name":"b","main":"i.js"}',
    'node_modules/a/node_modules/b/i.js': "module.exports = 'b1';",
    'node_modules/b/package.json': '{"name":"b","main":"i.js"}',
    'node_modules/b/i.js': "module.exports = 'b2';",
    'node_modules/c/package.json': '{"name":"c","main":"i.js","dependencies":{"b":"2"}}',
    'node_modules/c/i.js': "module.exports = 'c+' + require('b');",
  };
  await using project = await temporaryFolder(files);
  const settings = { ...NODE_DEFAULTS, external: ['a'] };
  const bundled = await bundle(project.root, 'src/index.mjs', { bundle: settings });
  expect(await answer(bundled)).toEqual(['b1', 'c+b2', true]);
  expect(Object.keys(unzip(bundled.zip))).not.toContain('node_modules/a/i.d.ts');
  await using other = await temporaryFolder(Object.fromEntries(Object.entries(files).reverse()));
  expect((await bundle(other.root, 'src/index.mjs', { bundle: settings })).sha256).toBe(bundled.sha256);
  await expect(
    bundle(project.root, 'src/index.mjs', { bundle: { ...NODE_DEFAULTS, external: ['x'] } }),
  ).rejects.toMatchObject({
    code: 'PackageNotInstalled',
  });
});

/** The first bytes of a library for Linux on an arm64 processor. */
const ARM64 = Buffer.concat([Buffer.from('7f454c460201010000000000000000000300b700', 'hex'), Buffer.alloc(44)]);

test('native code is packed unchanged, and rejected for a machine that cannot run it', async () => {
  await using project = await temporaryFolder({
    'src/index.mjs': "import native from 'native';\nexport const handler = async () => native;",
    'node_modules/native/package.json': '{"name":"native","main":"i.js","gypfile":true}',
    'node_modules/native/i.js': "module.exports = require('fs').readdirSync(__dirname + '/build');",
    'node_modules/native/build/native.node': ARM64,
  });
  const on = async (arch: string) =>
    await bundle(project.root, 'src/index.mjs', { machine: { platform: 'linux', arch } });
  const bundled = await on('arm64');
  expect(bundled).toMatchObject({ native: true });
  expect(await answer(bundled)).toEqual(['native.node']);
  await expect(on('x64')).rejects.toMatchObject({
    code: 'NativeCodeMisfit',
    exitCode: 2,
    message: 'The function runs on linux x64, but native is compiled for linux arm64.',
    hint: expect.stringContaining('npm install --os=linux --cpu=x64 --libc=glibc native'),
  });
});

test('names are kept by default, and can be minified', async () => {
  await using project = await temporaryFolder({
    'src/index.ts':
      'class NotFoundError extends Error {}\nexport const handler = async () => new NotFoundError().constructor.name;',
  });
  expect(await answer(await bundle(project.root, 'src/index.ts'))).toBe('NotFoundError');
  const small = await bundle(project.root, 'src/index.ts', { bundle: { ...NODE_DEFAULTS, keepNames: false } });
  expect(await answer(small)).not.toBe('NotFoundError');
});

test('decorators with metadata are reported, because there is none', async () => {
  await using project = await temporaryFolder({
    'tsconfig.json': '{ "compilerOptions": { "experimentalDecorators": true, "emitDecoratorMetadata": true } }',
    'src/index.ts':
      'const Injectable = (): any => (x: unknown) => x;\n@Injectable()\nclass Orders {}\nexport const handler = async () => Orders;',
  });
  const { warnings } = await bundle(project.root, 'src/index.ts');
  expect(warnings).toEqual([expect.stringMatching(/emitDecoratorMetadata.*src\/index\.ts/)]);
});

test('code cannot pack files outside of the project, by a path or by a link', async () => {
  await using home = await temporaryFolder({
    '.docker/config.json': '{ "auth": "secret" }',
    'elsewhere/a.ts': 'export const a = 1;',
    'project/src/by-path.ts':
      "import { auth } from '../../.docker/config.json';\nexport const handler = async () => auth;",
    'project/src/by-link.ts': "import { auth } from './config.json';\nexport const handler = async () => auth;",
    'project/src/code.ts': "import { a } from '../../elsewhere/a.ts';\nexport const handler = async () => a;",
  });
  const root = join(home.root, 'project');
  symlinkSync(join(home.root, '.docker/config.json'), join(root, 'src/config.json'));
  for (const entry of ['src/by-path.ts', 'src/by-link.ts', 'src/code.ts']) {
    const error = await bundle(root, entry).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'FileNotPackable', exitCode: 2 });
    expect((error as Error).message).toContain(entry === 'src/code.ts' ? 'elsewhere/a.ts' : '.docker/config.json');
    expect((error as ApikitError).hint).toMatch(/import the copies, or put both below one folder with a `\.git`/);
  }
});

test.each([
  ['a git repository', '.git/HEAD', ''],
  ['a workspace of npm', 'package.json', '{ "workspaces": ["apps/*", "packages/*"] }'],
  ['a workspace of pnpm', 'pnpm-workspace.yaml', 'packages: ["packages/*"]'],
])('in %s, code of other packages is bundled, and no hidden file', async (_, marker, content) => {
  await using repository = await temporaryFolder({
    [marker]: content,
    '.secrets/key.json': '{ "key": "secret" }',
    'packages/shared/package.json': '{ "name": "shared", "type": "module", "main": "index.js" }',
    'packages/shared/index.js': 'export const a = 1;',
    'packages/plain.ts': 'export const b = 2;',
    'apps/api/src/handler.ts':
      "import { a } from 'shared';\nimport { b } from '../../../packages/plain.ts';\nexport const handler = async () => a + b;",
    'apps/api/src/hidden.ts':
      "import { key } from '../../../.secrets/key.json';\nexport const handler = async () => key;",
    'apps/api/node_modules/.keep': '',
  });
  const root = join(repository.root, 'apps/api');
  symlinkSync('../../../packages/shared', join(root, 'node_modules/shared'));
  expect(await answer(await bundle(root, 'src/handler.ts'))).toBe(3);
  await expect(bundle(root, 'src/hidden.ts')).rejects.toMatchObject({ code: 'FileNotPackable' });
});

test('a Python project whose source folder is a link to outside is not packed', async () => {
  await using home = await temporaryFolder({ 'private/handler.py': 'handler = 1', 'project/apikit.yaml': '' });
  const root = join(home.root, 'project');
  symlinkSync('../private', join(root, 'src'));
  const failed = bundleFunction({ root, entry: 'src/handler.py', runtime: 'python3.13' });
  await expect(failed).rejects.toMatchObject({ code: 'FileNotPackable' });
});
