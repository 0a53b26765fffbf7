import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { packageRoot } from '../../src/files/package-root.ts';
import { tempDir } from '../helpers/cli.ts';

const script = join(packageRoot, 'scripts', 'third-party-licenses.mjs');
const { thirdPartyLicenses } = (await import(script)) as {
  thirdPartyLicenses(metafile: unknown, root: string): string;
};

/** Creates a project whose only file imports packages, each with these files. */
async function bundled(packages: Record<string, Record<string, string>>): Promise<string> {
  const root = tempDir();
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [name, files] of Object.entries(packages)) {
    put(`node_modules/${name}/index.js`, `export const value = ${JSON.stringify(name)};\n`);
    for (const [file, text] of Object.entries(files)) put(`node_modules/${name}/${file}`, text);
  }
  const names = Object.keys(packages);
  put(
    'main.js',
    names.map((name, index) => `import { value as v${index} } from '${name}'; console.log(v${index});`).join('\n'),
  );
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['main.js'],
    bundle: true,
    format: 'esm',
    write: false,
    metafile: true,
  });
  return thirdPartyLicenses(metafile, root);
}

const about = (name: string, license: string) => JSON.stringify({ name, version: '1.2.3', license, author: 'Ann' });

it('the file has the licence and the notice of every package in the bundle, once', async () => {
  const text = await bundled({
    one: { 'package.json': about('one', 'MIT'), LICENSE: 'Shared text' },
    '@scope/two': { 'package.json': about('@scope/two', 'MIT'), 'LICENSE.md': 'Shared text' },
    three: { 'package.json': about('three', 'Apache-2.0'), license: 'Apache text', NOTICE: 'Made by Ann' },
    four: { 'package.json': about('four', 'MIT') },
  });
  expect(text.match(/Shared text/g)).toHaveLength(1);
  expect(text).toContain('@scope/two 1.2.3 (MIT)');
  expect(text).toContain('three 1.2.3 (Apache-2.0)\n\nMade by Ann\n\nApache text');
  expect(text).toMatch(/four 1\.2\.3 \(MIT\)\n\nLicense: MIT\nCopyright \(c\) Ann\n\nPermission is hereby granted/);
});

it.each(['GPL-3.0', 'AGPL-3.0-only', ''])('rejects a package under %j', async (license) => {
  await expect(bundled({ one: { 'package.json': about('one', license) } })).rejects.toThrow('one (');
});

it('the file is part of the build', async () => {
  const text = await readFile(join(packageRoot, 'dist', 'THIRD-PARTY-LICENSES.txt'), 'utf8');
  for (const name of ['@aws-sdk/client-lambda', 'commander', 'chalk', 'yaml', 'inquirer', 'archiver', 'cbor-x']) {
    expect(text).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'));
  }
});
