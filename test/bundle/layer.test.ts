/** The zip of a layer that is made of a folder. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { bundleLayer } from '../../src/bundle/layer/bundle-layer.ts';
import { refuseTooLarge } from '../../src/stage/prepare/stage-layers.ts';
import { tempDir } from '../helpers/cli.ts';
import { unzip } from './unzip.ts';

function projectWith(files: Record<string, string>): string {
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
