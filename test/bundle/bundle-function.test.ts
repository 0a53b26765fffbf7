import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundleFunction } from '../../src/bundle/bundle-function.ts';
import { scaffold, temporaryFolder } from '../templates/scaffold.ts';
import { unzip } from './unzip.ts';

const node = { entry: 'src/handler.ts', runtime: 'nodejs24.x' };

test('the template gives the same zip in two folders, small enough to start fast', async () => {
  await using one = await scaffold();
  await using two = await scaffold();
  const [first, second] = await Promise.all([one, two].map(({ root }) => bundleFunction({ root, ...node })));
  expect(second).toEqual(first);
  expect(first).toMatchObject({
    handler: 'index.handler',
    sha256: createHash('sha256').update(first!.zip).digest('base64'),
    zipBytes: first!.zip.length,
  });
  expect(first?.zipBytes).toBeLessThan(150_000);
  const files = unzip(first!.zip);
  expect(Object.keys(files)).toEqual(['index.mjs', 'index.mjs.map']);
  const map = JSON.parse(files['index.mjs.map']!.contents.toString()) as { sources: string[] };
  expect(map.sources).toContain('src/handler.ts');
  expect(map.sources.filter((path) => path.startsWith('/') || path.includes('node_modules'))).toEqual([]);
});

test('a change of the source changes the hash', async () => {
  await using project = await temporaryFolder({ 'src/handler.ts': 'export const handler = async () => 1;' });
  const before = await bundleFunction({ root: project.root, ...node });
  await writeFile(join(project.root, 'src/handler.ts'), 'export const handler = async () => 2;');
  expect((await bundleFunction({ root: project.root, ...node })).sha256).not.toBe(before.sha256);
});

test('the actions of the template are exactly those of the commands that it sends', async () => {
  await using project = await scaffold();
  const { actions } = await bundleFunction({ root: project.root, ...node });
  expect(actions).toEqual(['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Scan']);
});

const IMPORTS = `
import { DynamoDBClient, TransactWriteItemsCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
`;

test.each([
  ['nothing', '', []],
  ['a document command', 'await client.send(new QueryCommand({ TableName: "t" }));', ['dynamodb:Query']],
  ['a plain command', 'await client.send(new UpdateItemCommand({}));', ['dynamodb:UpdateItem']],
  [
    'a transaction, whose parts have their own actions in IAM',
    'await client.send(new TransactWriteItemsCommand({}));',
    ['dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
  ],
])('the actions of a handler that sends %s', async (_what, statement, expected) => {
  await using project = await scaffold();
  const source = `${IMPORTS}\nexport const handler = async () => { ${statement} return client; };`;
  await writeFile(join(project.root, 'src/handler.ts'), source);
  expect((await bundleFunction({ root: project.root, ...node })).actions).toEqual(expected);
});

test('a paginator of the SDK counts as the command that it sends', async () => {
  await using project = await scaffold();
  const source = `
    import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
    import { DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
    const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
    export const handler = async () => paginateQuery({ client }, { TableName: 't' }).next();`;
  await writeFile(join(project.root, 'src/handler.ts'), source);
  expect((await bundleFunction({ root: project.root, ...node })).actions).toEqual(['dynamodb:Query']);
});

test.each([
  [
    'imports all of it',
    "import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';\nexport const handler = DynamoDBDocument;",
  ],
  ['requires it', "const sdk = require('@aws-sdk/client-dynamodb');\nexport const handler = sdk.DynamoDBClient;"],
])(
  'a handler with the whole client because it %s may do everything with items, nothing with tables',
  async (_, source) => {
    await using project = await scaffold();
    await writeFile(join(project.root, 'src/handler.ts'), source);
    const { actions } = await bundleFunction({ root: project.root, ...node });
    expect(actions).toEqual(
      expect.arrayContaining(['dynamodb:BatchWriteItem', 'dynamodb:Query', 'dynamodb:UpdateItem']),
    );
    expect(actions.filter((action) => action.includes('Table'))).toEqual([]);
  },
);

test('every error of the compiler is reported with its place', async () => {
  await using project = await temporaryFolder({
    'src/handler.ts':
      "import { a } from './gone.ts';\nimport { b } from 'not-installed';\nexport const handler = () => [a, b];\n",
  });
  await expect(bundleFunction({ root: project.root, ...node })).rejects.toMatchObject({
    code: 'BundleFailed',
    exitCode: 2,
    message: `The handler does not compile.
src/handler.ts:1:19: Could not resolve "./gone.ts"
src/handler.ts:2:19: Could not resolve "not-installed"`,
    hint: expect.stringContaining('npm install'),
  });
});

test('a syntax error is reported with its place, and npm is not mentioned', async () => {
  await using project = await temporaryFolder({ 'src/handler.ts': 'export const handler = (\n' });
  await expect(bundleFunction({ root: project.root, ...node })).rejects.toMatchObject({
    code: 'BundleFailed',
    message: expect.stringContaining('src/handler.ts:2:1: Unexpected end of file'),
    hint: expect.not.stringContaining('npm install'),
  });
});

test.each([
  ['does not exist', {}, node, 'EntryNotFound'],
  ['is a folder', { 'src/handler.ts/x': '' }, node, 'EntryNotFound'],
  ['exports no handler', { 'src/handler.ts': 'export const main = 1;' }, node, 'NoHandler'],
  ['is a missing Python file', {}, { entry: 'src/handler.py', runtime: 'python3.14' }, 'EntryNotFound'],
  [
    'has a runtime that apikit does not know',
    {},
    { entry: 'src/handler.rb', runtime: 'ruby3.4' },
    'UnsupportedRuntime',
  ],
])('an entry that %s is rejected before anything else', async (_what, files, entry, code) => {
  await using project = await temporaryFolder(files);
  await expect(bundleFunction({ root: project.root, ...entry })).rejects.toMatchObject({ code, exitCode: 2 });
});

test.each([
  'export const handler = (event: unknown, context: unknown, callback: () => void) => callback();',
  'export async function handler($event: object, context: { a: [1, 2] }, callback: unknown) { return callback; }',
  'const main = async function named(a: 1, b: 2, c: 3) { return [a, b, c]; };\nexport { main as handler };',
])('a handler with a callback is rejected for runtimes without callbacks: %s', async (source) => {
  await using project = await temporaryFolder({ 'src/handler.ts': source });
  const { root } = project;
  await expect(bundleFunction({ root, ...node })).rejects.toMatchObject({ code: 'CallbackHandler', exitCode: 2 });
  expect((await bundleFunction({ root, ...node, runtime: 'nodejs22.x' })).handler).toBe('index.handler');
});

test('a response through the context is reported for runtimes that do not support it', async () => {
  await using project = await temporaryFolder({
    'src/handler.js':
      '// context.fail() was here\nexports.handler = (event, context) => {\n  if (event) return context.succeed({ statusCode: 200 });\n  context.done(null, {});\n};\n',
  });
  const options = { root: project.root, entry: 'src/handler.js' };
  expect((await bundleFunction({ ...options, runtime: 'nodejs24.x' })).warnings).toEqual([
    'src/handler.js:3 calls context.succeed, which the context of nodejs24.x does not have: a request that reaches this line fails. Let an async handler return the response.',
  ]);
  expect((await bundleFunction({ ...options, runtime: 'nodejs22.x' })).warnings).toEqual([]);
});

test('a package that calls require runs in the bundle', async () => {
  await using project = await temporaryFolder({
    'src/handler.ts': "import old from './old.cjs';\nexport const handler = async () => old();\n",
    'src/old.cjs': "module.exports = () => require('node:path').basename('/a/b');",
  });
  const { zip } = await bundleFunction({ root: project.root, ...node });
  const file = join(project.root, 'bundled.mjs');
  await writeFile(file, unzip(zip)['index.mjs']!.contents);
  const { handler } = await import(file);
  expect(await handler()).toBe('b');
});

test('a Python bundle is the folder of its entry, without caches and hidden files', async () => {
  const files = {
    'src/handler.py': 'def handler(event, context): ...',
    'src/shop/items.py': 'x = 1',
    'src/shop/data.json': '{}',
    'src/shop/__pycache__/items.cpython-312.pyc': 'x',
    'src/tests/test_items.py': 'x',
    'src/test_more.py': 'x',
    'src/.env': 'SECRET=1',
    'src/.venv/lib.py': 'x',
    'README.md': 'x',
  };
  await using project = await temporaryFolder(files);
  await using other = await temporaryFolder(Object.fromEntries(Object.entries(files).reverse()));
  const python = { entry: 'src/handler.py', runtime: 'python3.14' };
  const bundled = await bundleFunction({ root: project.root, ...python });
  expect(bundled.handler).toBe('handler.handler');
  expect(bundled.actions).toEqual([]);
  const unpacked = unzip(bundled.zip);
  // A file that looks like a test may be imported: operations/get_test.py answers getTest.
  expect(Object.keys(unpacked)).toEqual([
    'handler.py',
    'shop/data.json',
    'shop/items.py',
    'test_more.py',
    'tests/test_items.py',
  ]);
  expect(unpacked['shop/items.py']?.contents.toString()).toBe('x = 1');
  expect((await bundleFunction({ root: other.root, ...python })).sha256).toBe(bundled.sha256);
});

test('a zip over 50 MiB is rejected with both sizes', async () => {
  const { randomBytes } = await import('node:crypto');
  await using project = await temporaryFolder({ 'src/handler.py': '', 'src/model.bin': randomBytes(53_000_000) });
  await expect(
    bundleFunction({ root: project.root, entry: 'src/handler.py', runtime: 'python3.14' }),
  ).rejects.toMatchObject({
    code: 'FunctionTooLarge',
    exitCode: 2,
    message: 'The function is 50.6 MB zipped; Lambda accepts at most 50.0 MB.',
  });
});
