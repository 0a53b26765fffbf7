/** The code of functions that comes in: what is unpacked, which packages it needs, and how several become one. */
import { expect, it } from 'vitest';
import { filesInZip } from '../../src/incoming/code/code-files.ts';
import { layOut } from '../../src/incoming/code/lay-out.ts';
import { nodeCode } from '../../src/incoming/code/node-code.ts';
import { pythonCode } from '../../src/incoming/code/python-code.ts';
import { routerCode } from '../../src/incoming/code/router.ts';
import { makeZip } from '../local/lambda/zip.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const filesOf = (files: Record<string, string>) =>
  new Map(Object.entries(files).map(([path, text]) => [path, bytes(text)]));

it('a zip that leads out of its folder is not unpacked', () => {
  expect([...filesInZip(makeZip({ 'a/b.js': 'x' }), 'items').files.keys()]).toEqual(['a/b.js']);
  for (const path of ['../a.js', '/etc/a.js', 'a/../../b.js', 'a\\..\\b.js', 'C:/a.js'])
    expect(() => filesInZip(makeZip({ [path]: 'x' }), 'items')).toThrow('it has the path');
});

it('hidden files of a zip do not become files of a project', () => {
  const hidden = ['.git/config', '.GIT/config', 'src/.npmrc', '.env', 'git~1/config'];
  const zip = makeZip(Object.fromEntries(['index.js', ...hidden].map((path) => [path, 'x'])));
  const { files, leftOut } = filesInZip(zip, 'items');
  expect([...files.keys()]).toEqual(['index.js']);
  expect(leftOut).toEqual([...hidden].sort());
});

it('packages of npm become dependencies, by the manifest or as they are installed, and the SDK of the runtime', () => {
  const code = {
    'index.mjs': `import { S3Client } from '@aws-sdk/client-s3'; import x from 'left-pad'; import 'node:fs';`,
  };
  const installed = {
    'node_modules/left-pad/package.json': '{"version":"1.3.0"}',
    'node_modules/left-pad/index.js': '',
  };
  const bare = nodeCode(filesOf({ ...code, ...installed }));
  expect([...bare.files.keys()]).toEqual(['index.mjs']);
  expect(bare.dependencies).toEqual({ 'left-pad': '1.3.0', '@aws-sdk/client-s3': '^3.0.0' });
  const listed = { 'package.json': '{"dependencies":{"left-pad":"^1.0.0","@aws-sdk/client-s3":"^3.700.0"}}' };
  expect(nodeCode(filesOf({ ...code, ...installed, ...listed })).dependencies).toEqual({
    'left-pad': '^1.0.0',
    '@aws-sdk/client-s3': '^3.700.0',
  });
});

it('packages of pip become requirements, without those of the runtime', () => {
  const { files, dependencies } = pythonCode(
    filesOf({
      'app.py': 'import requests',
      'requests/__init__.py': '',
      'requests-2.32.3.dist-info/RECORD': 'requests/__init__.py,sha256=x,0\nrequests-2.32.3.dist-info/RECORD,,\n',
      'boto3-1.40.0.dist-info/RECORD': 'boto3-1.40.0.dist-info/RECORD,,\n',
      '__pycache__/app.cpython-313.pyc': '',
    }),
  );
  expect([...files.keys()]).toEqual(['app.py']);
  expect(dependencies).toEqual({ requests: '2.32.3' });
});

const fn = (name: string, files: Record<string, string>, over: object = {}) => ({
  name,
  handler: 'index.handler',
  runtime: 'nodejs22.x',
  files: filesOf(files),
  routes: [`GET /${name}`],
  place: `function ${name}`,
  ...over,
});

it('one function keeps the paths of its zip, and names the files that are not code', () => {
  const laid = layOut([fn('a', { 'index.js': '', 'views/a.ejs': '', 'views/b.ejs': '', 'rates.csv': '' })], 'shop');
  expect(laid).toMatchObject({
    handler: 'index.handler',
    data: ['rates.csv', 'views/*'],
    installs: false,
    findings: [],
  });
  expect(laid.files.map(({ path }) => path)).toEqual(['index.js', 'views/a.ejs', 'views/b.ejs', 'rates.csv']);
});

it('a runtime that AWS no longer accepts becomes the oldest one that it does', () => {
  const { runtime, findings } = layOut([fn('a', { 'index.js': '' }, { runtime: 'nodejs16.x' })], 'shop');
  expect(runtime).toBe('nodejs22.x');
  expect(findings[0]?.says).toContain('Its runtime is nodejs16.x');
  const python = fn('a', { 'app.py': '' }, { runtime: 'python3.8', handler: 'app.run' });
  expect(layOut([python], 'shop').runtime).toBe('python3.11');
});

it('several functions get a folder each and a router, and their packages together', () => {
  const laid = layOut(
    [
      fn('a', { 'index.js': '', 'package.json': '{"name":"a","dependencies":{"one":"1"}}' }),
      fn('b', { 'src/b.mjs': '', 'node_modules/two/package.json': '{"version":"2.0.0"}' }, { handler: 'src/b.run' }),
    ],
    'shop',
  );
  expect(laid).toMatchObject({ handler: 'handler.handler', installs: true });
  const text = (path: string) => String(laid.files.find((file) => file.path === path)?.contents);
  expect(JSON.parse(text('package.json'))).toMatchObject({ name: 'shop', dependencies: { one: '1', two: '2.0.0' } });
  expect(text('handler.mjs')).toContain(`import { run as function2 } from './functions/b/src/b.mjs';`);
  expect(() => layOut([fn('a', { 'main.js': '' }), fn('b', { 'index.js': '' })], 'shop')).toThrow('no file index');
  const python = fn('b', { 'app.py': '' }, { runtime: 'python3.13', handler: 'app.run' });
  expect(() => layOut([fn('a', { 'index.js': '' }), python], 'shop')).toThrow(
    'b (python3.13: GET /b). A stage of apikit has one function',
  );
});

it('a module of a function that serves no operation does not take the place of a file of the code', () => {
  const code = { 'index.js': '', 'consumers/mail.mjs': '', 'authorizers/door.js': '' };
  const laid = layOut(
    [
      fn('a', code, { folder: '' }),
      fn('b', code, { folder: '', becomes: 'consumers/mail' }),
      fn('c', code, { folder: '', becomes: 'authorizers/door', handler: 'authorizers/door.check' }),
    ],
    'shop',
  );
  expect([...laid.modules]).toEqual([
    ['consumers/mail', 'consumers/mail-2.mjs'],
    ['authorizers/door', 'authorizers/door.js'],
  ]);
  const paths = laid.files.map(({ path }) => path);
  expect(paths).toEqual([...new Set(paths)]);
  expect(paths).not.toContain('authorizers/door.mjs');
});

it('the router calls the function of the operation, with or without a callback', async () => {
  const code = routerCode([
    {
      file: 'data:text/javascript,export const one = async (e) => "one " + e.resource;',
      exportName: 'one',
      routes: ['GET /a'],
    },
    {
      file: 'data:text/javascript,export const two = (e, c, done) => done(null, "two");',
      exportName: 'two',
      routes: ['ANY /{proxy%2B}', 'POST /a'],
    },
    {
      file: 'data:text/javascript,export const three = async (e, c, done) => "three";',
      exportName: 'three',
      routes: ['GET /three'],
    },
  ]);
  const { handler } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    handler(event: object): Promise<string>;
  };
  expect(await handler({ httpMethod: 'GET', resource: '/a' })).toBe('one /a');
  expect(await handler({ httpMethod: 'POST', resource: '/a' })).toBe('two');
  expect(await handler({ httpMethod: 'PUT', resource: '/{proxy%2B}' })).toBe('two');
  expect(await handler({ httpMethod: 'GET', resource: '/three' })).toBe('three');
  expect(() => handler({ httpMethod: 'PUT', resource: '/a' })).toThrow('No function serves PUT /a.');
});

it('the router names files with any characters', async () => {
  const said = `it's "one" \\ \n`;
  const text = encodeURIComponent(JSON.stringify(said));
  const file = `data:text/javascript,export const one = () => ${text}; // it's "one"`;
  const code = routerCode([{ file, exportName: 'one', routes: ['GET /a'] }]);
  const { handler } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    handler(event: object): Promise<string>;
  };
  expect(await handler({ httpMethod: 'GET', resource: '/a' })).toBe(said);
});
