import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { packageRoot } from '../../src/files/package-root.ts';
import { filesTemplate } from '../../src/templates/files/template.ts';
import { helloTemplate } from '../../src/templates/hello/template.ts';
import type { ItemsAnswers } from '../../src/templates/items/answers.ts';
import { parseFields } from '../../src/templates/items/fields.ts';
import { itemsTemplate } from '../../src/templates/items/template.ts';
import { renderTemplate } from '../../src/templates/render.ts';
import type { Template } from '../../src/templates/template.ts';
import { usersTemplate } from '../../src/templates/users/template.ts';
import { answers, scaffold } from './scaffold.ts';

const run = promisify(execFile);

const SHAPES: Array<[string, Partial<ItemsAnswers>, Template<ItemsAnswers>?]> = [
  ['the defaults', {}],
  ['users', {}, usersTemplate],
  ['files', {}, filesTemplate],
  ['a greeting', {}, helloTemplate],
  [
    'a resource of two words, whose singular is a word of JavaScript',
    { resource: 'import-classes', fields: parseFields('count:integer!,done:boolean,title') },
  ],
  ['a resource named like a global type, without required fields', { resource: 'events', fields: parseFields('note') }],
];

test.each(SHAPES)('a project with %s passes its type check and its own tests', async (_, changes, template) => {
  await using project = await scaffold(changes, template);
  const bin = (name: string) => join(project.root, 'node_modules', '.bin', name);
  const options = { cwd: project.root, env: { ...process.env, NODE_ENV: 'test', VITEST: '', NO_COLOR: '1' } };
  const failure = (error: { stdout?: string; stderr?: string }) => ({ stdout: `${error.stdout}${error.stderr}` });

  expect(await run(bin('tsc'), ['--noEmit'], options).catch(failure)).toMatchObject({ stdout: '' });
  const { stdout } = await run(bin('vitest'), ['run'], options).catch(failure);
  expect(stdout).toMatch(/Tests {2}\d+ passed \(\d+\)/);
});

test('a project with any name contains no placeholder', async () => {
  const files = await renderTemplate(itemsTemplate, { ...answers, resource: 'boxes' });
  for (const { path, contents } of files) expect(`${path}\n${contents}`).not.toMatch(/__[A-Za-z]/);
  expect(files.find(({ path }) => path === 'README.md')?.contents).toMatch(/^# shop-api\n\nA REST API for boxes:/);
});

test('a project has the files that its README and npm need', async () => {
  const paths = (await renderTemplate(itemsTemplate, answers)).map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      '.gitignore',
      'README.md',
      'apikit.yaml',
      'openapi.yaml',
      'package.json',
      'src/handler.ts',
      'test/api.test.ts',
      'tsconfig.json',
    ]),
  );
});

test('names follow from the resource', async () => {
  const files = await renderTemplate(itemsTemplate, { ...answers, resource: 'order-categories' });
  const contract = parse(files.find(({ path }) => path === 'openapi.yaml')!.contents);
  expect(Object.keys(contract.paths)).toEqual(['/health', '/order-categories', '/order-categories/{id}']);
  const operations = Object.values<Record<string, { operationId?: string }>>(contract.paths).flatMap((item) =>
    Object.values(item).flatMap(({ operationId }) => operationId ?? []),
  );
  expect(operations).toEqual([
    'getHealth',
    'listOrderCategories',
    'createOrderCategory',
    'getOrderCategory',
    'replaceOrderCategory',
    'updateOrderCategory',
    'deleteOrderCategory',
  ]);
});

test('every operation except /health requires an API key, and every schema has a name that API Gateway accepts', async () => {
  const files = await renderTemplate(itemsTemplate, answers);
  const { paths, components } = parse(files.find(({ path }) => path === 'openapi.yaml')!.contents);
  for (const [path, item] of Object.entries<Record<string, { security?: unknown; operationId?: string }>>(paths)) {
    for (const operation of Object.values(item).filter(({ operationId }) => operationId)) {
      expect(operation.security, operation.operationId).toEqual(path === '/health' ? undefined : [{ apiKey: [] }]);
    }
  }
  expect(components.securitySchemes.apiKey).toEqual({ type: 'apiKey', in: 'header', name: 'x-api-key' });
  for (const name of Object.keys(components.schemas)) expect(name).toMatch(/^[A-Za-z0-9]+$/);
});

test('origins and stages are in apikit.yaml; the last of several stages is protected', async () => {
  await using project = await scaffold({ cors: ['https://app.example.com'], stages: ['dev', 'prod'] });
  expect(parse(await readFile(join(project.root, 'apikit.yaml'), 'utf8'))).toEqual({
    name: 'shop-api',
    region: 'eu-west-1',
    contract: 'openapi.yaml',
    function: { entry: 'src/handler.ts', runtime: 'nodejs24.x', memory: 512, timeout: 10 },
    tables: { items: { key: 'id' } },
    cors: { origins: ['https://app.example.com'] },
    usagePlans: { basic: { rate: 10, burst: 20, quota: '1000/month' } },
    stages: { dev: {}, prod: { protected: true } },
  });
});

test("npm packs every file of the templates into apikit's own package", async () => {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: packageRoot });
  const [{ files }] = JSON.parse(stdout) as [{ files: Array<{ path: string }> }];
  for (const layer of new Set([...usersTemplate.layers, ...helloTemplate.layers])) {
    const folder = `src/templates/${layer}/files`;
    const entries = await readdir(join(packageRoot, folder), { recursive: true, withFileTypes: true });
    const expected = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    expect(expected.length).toBeGreaterThan(5);
    expect(files.map(({ path }) => join(packageRoot, path))).toEqual(expect.arrayContaining(expected));
  }
});
