/** The start of a bundle before a deploy: what is certain to fail on Lambda stops it, what may go well there does not. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundleFunction } from '../../src/bundle/bundle-function.ts';
import { bundleOptions } from '../../src/pipeline/bundle-options.ts';
import { checkStart } from '../../src/pipeline/check-start.ts';
import { CONFIG } from '../aws/stage-world.ts';
import { temporaryFolder } from '../templates/scaffold.ts';

/** As new as this machine's Node.js at most, so that what it does not know counts. */
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

test('a handler that starts is started once for its code', async () => {
  const { project, error, warnings } = await start({ 'src/index.mjs': 'export const handler = async () => 1;' });
  expect({ error, warnings }).toEqual({ error: undefined, warnings: [] });
  expect(existsSync(join(project.root, '.apikit/started.json'))).toBe(true);
});

test.each([
  [
    'a package that is asked for by a variable',
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
    'an export that is no function',
    'exports.handler = 1;',
    'exports no function named handler: it is number.',
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
  const { error } = await start({ 'src/index.js': source }, { entry: 'src/index.js' });
  expect(error).toMatchObject({ code: 'StartFailed', exitCode: 2, hint: expect.stringContaining(hint) });
  expect((error as Error).message).toContain(message);
  expect((error as Error).message).toContain(place);
});

test.each([
  [
    'needs a secret',
    "if (!process.env.TOKEN) throw new Error('TOKEN is missing');",
    /TOKEN is missing \(src\/index\.mjs:1:\d+\)\. On Lambda it may go well/,
  ],
  ['asks the network', "await fetch('https://example.com');", /fetch failed|without a network/],
  [
    'looks a name up',
    "import { lookup } from 'node:dns/promises'; await lookup('example.com');",
    /asks for example\.com.*without a network/,
  ],
  ['ends its process', 'process.exit(3);', /ends its process \(exit code 3\)/],
])('code that %s while it is loaded is a warning', async (_what, source, expected) => {
  const { error, warnings } = await start({ 'src/index.mjs': `${source}\nexport const handler = async () => 1;` });
  expect(error).toBeUndefined();
  expect(warnings).toEqual([expect.stringMatching(expected)]);
});

test('the process has the variables of the function and nothing of this machine', async () => {
  const { error, warnings } = await start(
    { 'src/index.mjs': 'throw new Error(JSON.stringify(process.env));\nexport const handler = async () => 1;' },
    { environment: { GREETING: 'hello' } },
  );
  expect(error).toBeUndefined();
  expect(warnings[0]).toMatch(/"GREETING":"hello"/);
  expect(warnings[0]).toMatch(/"TABLE_ITEMS":/);
  expect(warnings[0]).not.toMatch(/AKIAREAL|"HOME"/);
});
