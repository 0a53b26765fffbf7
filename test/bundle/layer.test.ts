/** The zip of a layer that is made of a folder. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { bundleLayer } from '../../src/bundle/layer/bundle-layer.ts';
import { refuseTooLarge } from '../../src/stage/prepare/stage-layers.ts';
import { tempDir } from '../helpers/cli.ts';
import { unzip } from './unzip.ts';

function projectWith(files: Record<string, string | Buffer>): string {
  const root = tempDir();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const FOLDER = {
  'layers/common/package.json': '{"dependencies":{"said":"1","@scope/other":"1"},"devDependencies":{"tool":"1"}}',
  'layers/common/package-lock.json': '{}',
  'layers/common/node_modules/said/package.json': '{"name":"said","dependencies":{"inner":"1"}}',
  'layers/common/node_modules/said/index.js': 'exports.word = 1;',
  'layers/common/node_modules/inner/package.json': '{"name":"inner"}',
  'layers/common/node_modules/@scope/other/package.json': '{"name":"@scope/other"}',
  'layers/common/node_modules/tool/package.json': '{"name":"tool"}',
  'layers/common/nodejs/node_modules/own/index.js': 'exports.own = 1;',
  'layers/common/bin/run.sh': 'true',
  'src/handler.js': '',
};

it('has the files as they are and the installed packages, and the same bytes each time', async () => {
  const root = projectWith(FOLDER);
  const options = { root, folder: 'layers/common', runtime: 'nodejs24.x' };
  const layer = await bundleLayer(options);
  expect(Object.keys(unzip(layer.zip)).sort()).toEqual([
    'bin/run.sh',
    'nodejs/node_modules/@scope/other/package.json',
    'nodejs/node_modules/inner/package.json',
    'nodejs/node_modules/own/index.js',
    'nodejs/node_modules/said/index.js',
    'nodejs/node_modules/said/package.json',
  ]);
  expect(layer.provides).toEqual(['@scope/other', 'inner', 'own', 'said']);
  expect((await bundleLayer({ ...options, root: projectWith(FOLDER) })).sha256).toBe(layer.sha256);
  writeFileSync(join(root, 'layers/common/bin/run.sh'), 'false');
  expect((await bundleLayer(options)).sha256).not.toBe(layer.sha256);
});

it('provides the modules that Python finds in it', async () => {
  const root = projectWith({
    'layers/tools/python/plain.py': '',
    'layers/tools/python/pack/__init__.py': '',
    'layers/tools/python/lib/python3.13/site-packages/deep/__init__.py': '',
    'layers/tools/python/pack-1.0.dist-info/METADATA': '',
    'layers/tools/data.py': '',
  });
  const { provides } = await bundleLayer({ root, folder: 'layers/tools', runtime: 'python3.13' });
  expect(provides).toEqual(expect.arrayContaining(['deep', 'pack', 'plain']));
  expect(provides).not.toContain('data');
});

it('counts with the function towards the limit of Lambda', async () => {
  const root = projectWith(FOLDER);
  const layer = await bundleLayer({ root, folder: 'layers/common', runtime: 'nodejs24.x' });
  const code = { unzippedBytes: 262_144_000 - layer.unzippedBytes };
  expect(() => refuseTooLarge(code, { common: layer })).not.toThrow();
  expect(() => refuseTooLarge({ unzippedBytes: code.unzippedBytes + 1 }, { common: layer })).toThrow(
    /with the layers of the project; Lambda accepts at most 250\.0 MB/,
  );
});

const common = (root: string) => bundleLayer({ root, folder: 'layers/common', runtime: 'nodejs24.x' });
const inCommon = async (root: string) => Object.keys(unzip((await common(root)).zip)).sort();

it('has the hidden files of packages, and no other hidden files', async () => {
  const root = projectWith({
    'layers/common/nodejs/node_modules/.prisma/client/index.js': '',
    'layers/common/nodejs/node_modules/.bin/prisma': '',
    'layers/common/nodejs/node_modules/.cache/x': '',
    'layers/common/nodejs/node_modules/.package-lock.json': '',
    'layers/common/nodejs/node_modules/own/.data/x': '',
    'layers/common/nodejs/node_modules/own/node_modules/.bin/x': '',
    'layers/common/.DS_Store': '',
    'layers/common/lib/.git/config': '',
  });
  expect(await inCommon(root)).toEqual([
    'nodejs/node_modules/.prisma/client/index.js',
    'nodejs/node_modules/own/.data/x',
  ]);
});

it('has what links lead to, and names those that lead to nothing, in a circle or out of the project', async () => {
  const root = projectWith({ 'layers/common/lib/a.txt': 'a', 'shared/deep/b.txt': 'b' });
  symlinkSync('../../../shared', join(root, 'layers/common/lib/shared'));
  expect(await inCommon(root)).toEqual(['lib/a.txt', 'lib/shared/deep/b.txt']);
  const refusal = async (target: string) => {
    const other = projectWith({ 'layers/common/lib/a.txt': 'a' });
    symlinkSync(target, join(other, 'layers/common/lib/link'));
    return await common(other).catch((error: Error) => error);
  };
  expect(await refusal('nothing.txt')).toMatchObject({
    code: 'FileNotPackable',
    exitCode: 2,
    message: 'layers/common/lib/link cannot be packed into a layer: it is a link that leads to nothing.',
  });
  expect(await refusal('..')).toMatchObject({
    code: 'FileNotPackable',
    message: expect.stringMatching(/lib\/link .* a folder above it/),
  });
  for (const outside of [tempDir(), join(import.meta.dirname, 'unzip.ts')]) {
    expect(await refusal(outside)).toMatchObject({
      code: 'FileNotPackable',
      message: expect.stringMatching(/lib\/link .* leads to .*, outside the project/),
    });
  }
});

it('takes packages from its own folder only', async () => {
  const installed = {
    'node_modules/said/package.json': '{"name":"said","version":"9.0.0"}',
    'node_modules/peer/package.json': '{"name":"peer"}',
    'layers/common/package.json': '{"dependencies":{"said":"1"}}',
  };
  await expect(common(projectWith(installed))).rejects.toMatchObject({
    code: 'PackageNotInstalled',
    message: 'layers/common/package.json names said, which is not installed in layers/common/node_modules.',
    hint: 'Run: npm install --prefix layers/common',
  });
  const own = '{"name":"said","peerDependencies":{"peer":"1"},"peerDependenciesMeta":{"peer":{"optional":true}}}';
  const root = projectWith({ ...installed, 'layers/common/node_modules/said/package.json': own });
  expect(await inCommon(root)).toEqual(['nodejs/node_modules/said/package.json']);
});

it('has all packages that its packages need, or is refused', async () => {
  const needs = (more: object) => ({
    'my layers/common/package.json': '{"dependencies":{"said":"1"}}',
    'my layers/common/node_modules/said/package.json': JSON.stringify({ name: 'said', ...more }),
  });
  const bundled = (more: object) =>
    bundleLayer({ root: projectWith(needs(more)), folder: 'my layers/common', runtime: 'nodejs24.x' });
  await expect(bundled({ dependencies: { inner: '1' } })).rejects.toMatchObject({
    code: 'PackageNotInstalled',
    message:
      'In the layer my layers/common, said needs inner, which is not installed in my layers/common/node_modules.',
    hint: "Run: npm install --prefix 'my layers/common'",
  });
  const optional = {
    dependencies: { inner: '1' },
    optionalDependencies: { inner: '1' },
    peerDependencies: { peer: '1' },
  };
  expect((await bundled(optional)).provides).toEqual(['said']);
});

it('names a package.json that is not JSON', async () => {
  const root = projectWith({ ...FOLDER, 'layers/common/node_modules/said/package.json': '{"name":"said",}' });
  await expect(common(root)).rejects.toMatchObject({
    code: 'PackageJsonInvalid',
    exitCode: 2,
    message: expect.stringMatching(/common\/node_modules\/said\/package\.json is not valid JSON: /),
  });
});

it('may have 50 MB zipped, as a function', async () => {
  const root = projectWith({ 'layers/common/lib/model.bin': randomBytes(53_000_000) });
  await expect(common(root)).rejects.toMatchObject({
    code: 'FunctionTooLarge',
    exitCode: 2,
    message: 'The layer layers/common is 50.6 MB zipped; Lambda accepts at most 50.0 MB.',
  });
});
