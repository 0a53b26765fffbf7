/**
 * Starts a bundle before a deploy: a fault that is certain on Lambda stops the deploy, and one that may not occur there
 * does not.
 */
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundleFunction } from '../../../src/bundle/bundle-function.ts';
import { codeFolder } from '../../../src/files/private-folder.ts';
import { bundleOptions } from '../../../src/stage/prepare/bundle-options.ts';
import { checkStart } from '../../../src/stage/prepare/check-start.ts';
import { CONFIG } from '../../aws/stage-world.ts';
import { hasPython } from '../../templates/python.ts';
import { temporaryFolder } from '../../templates/scaffold.ts';

/** A runtime that is not newer than this machine's Node.js, so that a module that this Node.js does not have counts. */
const runtime = `nodejs${Math.min(24, Number(process.versions.node.split('.')[0]))}.x`;

async function start(files: Record<string, string>, settings: Partial<typeof CONFIG.function> = {}) {
  const project = await temporaryFolder(files);
  const { root } = project;
  const config = {
    ...CONFIG,
    stage: 'local',
    function: { ...CONFIG.function, entry: 'src/index.mjs', runtime, ...settings },
  };
  const warnings: string[] = [];
  const prepared = { code: await bundleFunction(bundleOptions(root, config)) };
  const env = { PATH: process.env.PATH, AWS_ACCESS_KEY_ID: 'AKIAREAL', HOME: '/home/me' };
  const check = { root, config, prepared, env, notices: { warn: (text: string) => warnings.push(text) } };
  const error = await checkStart(check).catch((thrown: unknown) => thrown);
  return { project, error, warnings, check };
}

test('a handler that loads is started once for its code', async () => {
  const { project, error, warnings } = await start({ 'src/index.mjs': 'export const handler = async () => 1;' });
  expect({ error, warnings }).toEqual({ error: undefined, warnings: [] });
  expect(existsSync(join(project.root, '.apikit/started.json'))).toBe(true);
});

test.each([
  [
    'a package that is required by a variable',
    "const name = 'nowhere';\nrequire(name);\nexports.handler = async () => 1;",
    "Cannot find module 'nowhere'",
    'src/index.js:2:1',
    'function.bundle',
  ],
  [
    'a file that is not in the zip',
    "const { readFileSync } = require('fs');\nconst name = ['x'][0];\nreadFileSync(__dirname + '/' + name + '.txt');\nexports.handler = 1;",
    "'/var/task/src/x.txt'",
    'src/index.js:3:1',
    'function.bundle.files',
  ],
  [
    'a file that is opened relative to the working folder of Lambda',
    "require('fs').readFileSync('src/x.txt');\nexports.handler = async () => 1;",
    "open 'src/x.txt'",
    'src/index.js:1:15',
    'function.bundle.files',
  ],
  [
    'a computed name of a module that the bundle does not have',
    "const name = ['getX'][0];\nexports.handler = require('./ops/' + name);",
    'Module not found in bundle: ./ops/getX',
    'src/index.js:2:',
    'The code computes this name',
  ],
  [
    'an export that is not a function',
    'exports.handler = 1;',
    'does not export a function named handler: it is number.',
    '',
    'function.handler',
  ],
  [
    'a name that does not exist',
    'exports.handler = async () => 1;\nnothingOfThisName();',
    'ReferenceError: nothingOfThisName is not defined',
    'src/index.js:2:1',
    'every request',
  ],
])('%s stops the deploy, with its place', async (_what, source, message, place, hint) => {
  const { error } = await start({ 'src/index.js': source, 'src/ops/getY.js': '' }, { entry: 'src/index.js' });
  expect(error).toMatchObject({ code: 'StartFailed', exitCode: 2, hint: expect.stringContaining(hint) });
  expect((error as Error).message).toContain(message);
  expect((error as Error).message).toContain(place);
});

test('a package above the start folder is not part of the zip', async () => {
  const above = join(codeFolder(process.env)!, 'node_modules');
  mkdirSync(join(above, 'stray'), { recursive: true });
  writeFileSync(join(above, 'stray/index.js'), 'throw new Error("loaded");');
  const source = "const name = 'stray';\nrequire(name);\nexports.handler = async () => 1;";
  const { error } = await start({ 'src/index.js': source, 'src/ops/getY.js': '' }, { entry: 'src/index.js' });
  rmSync(above, { recursive: true });
  expect((error as Error).message).toContain("Cannot find module 'stray'");
});

test('a wrapped handler with a callback stops the deploy if the runtime has no callbacks', async () => {
  const files = {
    'src/index.mjs':
      'const wrap = (run) => function handler(event, context, callback) { return run(event); };\nexport const handler = wrap(async () => 1);',
  };
  expect(await start(files, { runtime: 'nodejs24.x' })).toMatchObject({
    error: {
      code: 'StartFailed',
      message:
        'src/index.mjs: handler declares 3 parameters, so it takes a callback, which nodejs24.x does not support.',
      hint: expect.stringContaining('(event, context) => inner(event, context)'),
    },
  });
  expect(await start(files, { runtime: 'nodejs22.x' })).toMatchObject({ error: undefined, warnings: [] });
});

test.each([
  [
    'needs a secret',
    "if (!process.env.TOKEN) throw new Error('TOKEN is missing');",
    /TOKEN is missing \(src\/index\.mjs:1:\d+\)\. On Lambda(, with its network and secrets,)? it may work/,
  ],
  ['calls the network', "await fetch('https://example.com');", /fetch failed|without a network/],
  [
    'looks a name up',
    "import { lookup } from 'node:dns/promises'; await lookup('example.com');",
    /needs example\.com.*without a network/,
  ],
  [
    'starts a program that this machine lacks',
    "import { execFileSync } from 'node:child_process'; execFileSync('nobody-has-this');",
    /nobody-has-this ENOENT .*On Lambda(, with its network and secrets,)? it may work/,
  ],
  ['ends its process', 'process.exit(3);', /ends its process \(exit code 3\)/],
])('code that %s while it is loaded is a warning', async (_what, source, expected) => {
  const { error, warnings } = await start({ 'src/index.mjs': `${source}\nexport const handler = async () => 1;` });
  expect(error).toBeUndefined();
  expect(warnings).toEqual([expect.stringMatching(expected)]);
});

test('the process has the variables of the function and none of this machine', async () => {
  const { error, warnings } = await start(
    { 'src/index.mjs': 'throw new Error(JSON.stringify(process.env));\nexport const handler = async () => 1;' },
    { environment: { GREETING: 'hello' } },
  );
  expect(error).toBeUndefined();
  expect(warnings[0]).toMatch(/"GREETING":"hello"/);
  expect(warnings[0]).toMatch(/"TABLE_ITEMS":/);
  expect(warnings[0]).not.toMatch(/AKIAREAL|"HOME"/);
});

test('a server that code starts while it is loaded is isolated', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  const { error, warnings } = await start({
    'src/index.mjs': `import http from 'node:http';\nhttp.createServer().listen(${port}, '127.0.0.1');\nexport const handler = async () => 1;`,
  });
  taken.close();
  expect({ error, warnings }).toEqual({ error: undefined, warnings: [] });
});

test('consumers of streams are started, too', async () => {
  const project = await temporaryFolder({
    'src/index.mjs': 'export const handler = async () => 1;',
    'src/feed.mjs': "const wanted = 'nowhere';\nrequire(wanted);\nexport const handler = async () => 1;",
  });
  const stream = {
    consumer: 'src/feed.mjs',
    runtime,
    batchSize: 1,
    startingPosition: 'latest' as const,
    bisect: true,
    retries: 10,
  };
  const tables = { ...CONFIG.tables, items: { ...CONFIG.tables.items!, stream } };
  const config = {
    ...CONFIG,
    tables,
    stage: 'local',
    function: { ...CONFIG.function, entry: 'src/index.mjs', runtime },
  };
  const options = bundleOptions(project.root, config);
  const code = await bundleFunction(options);
  const consumers = { items: await bundleFunction({ ...options, entry: 'src/feed.mjs' }) };
  const env = { PATH: process.env.PATH };
  const check = { root: project.root, config, prepared: { code, consumers }, env, notices: { warn() {} } };
  await expect(checkStart(check)).rejects.toMatchObject({
    code: 'StartFailed',
    message: expect.stringMatching(/^src\/feed\.mjs fails while it is loaded: .*'nowhere' \(src\/feed\.mjs:2:1\)$/),
  });
});

describe.skipIf(!hasPython)('Python', () => {
  const python = { entry: 'src/app.py', exportName: 'main', runtime: 'python3.11' };
  const startPython = (files: Record<string, string>) => start(files, python);

  test.each([
    'import functools\nmain = functools.partial(print, end="")\n',
    'class App:\n  def __call__(self, event, context, more=None): ...\nmain = App()\n',
    'main = print\n',
  ])('%j can be called like a handler', async (source) => {
    expect(await startPython({ 'src/app.py': source })).toMatchObject({ error: undefined, warnings: [] });
  });

  test('a handler that loads is started once for its code', async () => {
    const { error, warnings, project } = await startPython({ 'src/app.py': 'def main(event, context): ...\n' });
    expect({ error, warnings }).toEqual({ error: undefined, warnings: [] });
    expect(existsSync(join(project.root, '.apikit/started.json'))).toBe(true);
  });

  test.each([
    [
      'import importlib\nimportlib.import_module("no" + "where")\n',
      "No module named 'nowhere'",
      'src/app.py:2',
      'requirements.txt',
    ],
    [
      'from db import absent\n',
      "cannot import name 'absent' from 'db' (/var/task/db.py)",
      'src/app.py:1',
      'every request',
    ],
    ['from db import get\nget(nobody)\n', "NameError: name 'nobody' is not defined", 'src/app.py:2', 'every request'],
    ['from db import get\nget("words.json")\n', "No such file or directory: 'words.json'", 'src/db.py:2', '__file__'],
    ['main = 3\n', 'src/app.py has no function main: it is int.', '', 'function.handler'],
    [
      'async def main(event, context): ...\n',
      'src/app.py: main is async, but Lambda does not await',
      '',
      'asyncio.run',
    ],
    ['def main(event): ...\n', 'src/app.py: main does not accept an event and a context', '', 'main(event, context)'],
    ['class main:\n  pass\n', 'src/app.py: main does not accept an event and a context', '', 'main(event, context)'],
  ])('%j stops the deploy, with its place', async (source, message, place, hint) => {
    const db = 'def get(path):\n    return open(path)\n';
    const text = /\bmain\b/.test(source) ? source : `${source}def main(event, context): ...\n`;
    const { error } = await startPython({ 'src/app.py': text, 'src/db.py': db });
    expect(error).toMatchObject({ code: 'StartFailed', exitCode: 2, hint: expect.stringContaining(hint) });
    expect((error as Error).message).toContain(message);
    expect((error as Error).message).toContain(place);
  });

  test.each([
    ['import os\nos.environ["SHOP"]\n', /KeyError: 'SHOP' \(src\/app\.py:2\)\. Set SHOP under function\.environment/],
    ['import socket\nsocket.create_connection(("example.com", 80))\n', /needs example\.com.*without a network/],
    ['import urllib.request\nurllib.request.urlopen("http://127.0.0.1:9")\n', /without a network/],
    ['raise SystemExit(3)\n', /ends its process \(exit code 3\)/],
    ['import os\nos._exit(4)\n', /ends its process \(exit code 4\)/],
  ])('%j is a warning', async (source, expected) => {
    const { error, warnings } = await startPython({ 'src/app.py': `${source}def main(event, context): ...\n` });
    expect(error).toBeUndefined();
    expect(warnings).toEqual([expect.stringMatching(expected)]);
  });

  test('the process has the variables of the function and none of this machine', async () => {
    const source = 'import json, os\nraise ValueError(json.dumps(dict(os.environ)))\ndef main(event, context): ...\n';
    const { warnings } = await startPython({ 'src/app.py': source });
    expect(warnings[0]).toMatch(/"TABLE_ITEMS":/);
    expect(warnings[0]).toMatch(/"_HANDLER": "app\.main"/);
    expect(warnings[0]).not.toMatch(/AKIAREAL|"HOME"/);
  });
});
