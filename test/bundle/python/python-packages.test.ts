import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { bundleFunction } from '../../../src/bundle/bundle-function.ts';
import { zip } from '../../../src/bundle/contents/zip.ts';
import { readRequirements } from '../../../src/bundle/python/python-requirements.ts';
import { hasPython } from '../../templates/python.ts';
import { temporaryFolder } from '../../templates/scaffold.ts';
import { unzip } from '../unzip.ts';

const REQUIREMENTS = `# what the handler needs
boto3>=1.40
PyJWT[crypto]==2.10 ; python_version > "3.8"
aws_lambda_powertools  # traces
--index-url https://pypi.example
`;
const HANDLER = { 'src/handler.py': 'import jwt\n', 'src/generated/contract.py': '' };
const JWT = { 'src/vendor/jwt/__init__.py': 'from .api import x', 'src/vendor/jwt/api.py': 'x.put_item()' };
const INFO = {
  'src/vendor/PyJWT-2.10.1.dist-info/METADATA': '',
  'src/vendor/aws_lambda_powertools-3.2.0.dist-info/METADATA': '',
};

afterEach(() => {
  vi.unstubAllEnvs();
});

async function bundle(files: Record<string, string | Buffer>, entry = 'src/handler.py') {
  await using folder = await temporaryFolder(files);
  return await bundleFunction({ root: folder.root, entry, runtime: 'python3.14' });
}

test('src/vendor is packed unchanged', async () => {
  const { zip: bytes, actions } = await bundle({ ...HANDLER, ...JWT, ...INFO, 'requirements.txt': REQUIREMENTS });
  expect(Object.keys(unzip(bytes))).toContain('vendor/jwt/api.py');
  expect(actions).toEqual(['dynamodb:PutItem']);
});

test('modules of Lambda may be missing, and all others are checked before the deploy', async () => {
  vi.stubEnv('PATH', '/nowhere');
  await expect(bundle({ ...HANDLER, 'requirements.txt': REQUIREMENTS })).rejects.toMatchObject({
    code: 'PackagesMissing',
    exitCode: 2,
    message: expect.stringContaining(
      'requirements.txt names PyJWT, aws_lambda_powertools, which are not in src/vendor/',
    ),
    hint: expect.stringContaining('python3 -m pip install --requirement requirements.txt --target src/vendor/'),
  });
  const { 'src/generated/contract.py': _generated, ...plain } = HANDLER;
  await expect(bundle({ ...plain, 'src/requirements.txt': REQUIREMENTS })).rejects.toMatchObject({
    code: 'PackagesMissing',
  });
});

test('links to private files become neither requirements nor packages', async () => {
  await using home = await temporaryFolder({
    '.secrets/list.txt': 'aws_secret = very-private\n',
    '.secrets/key.py': 'KEY = 1\n',
    'project/src/app.py': 'handler = 1\n',
  });
  const root = join(home.root, 'project');
  const pack = () => bundleFunction({ root, entry: 'src/app.py', runtime: 'python3.14' });
  const list = join(root, 'requirements.txt');
  symlinkSync('../.secrets/list.txt', list);
  await expect(pack()).rejects.toMatchObject({
    code: 'FileNotPackable',
    message: expect.not.stringContaining('very-private'),
  });
  rmSync(list);
  writeFileSync(list, 'tiny==1.0\n');
  symlinkSync('../.secrets', join(root, '.apikit'));
  await expect(pack()).rejects.toThrow('ELOOP');
});

describe('the layout of an entry', () => {
  const own = {
    'src/app.py': 'from .store import read\n',
    'src/store.py': 'import jwt\n',
    'src/__init__.py': '',
    'src/vendor/jwt/__init__.py': '',
  };

  test('is a package if it has relative imports', async () => {
    const { handler, zip: bytes } = await bundle(own, 'src/app.py');
    expect(handler).toBe('src.app.handler');
    expect(Object.keys(unzip(bytes))).toEqual(['jwt/__init__.py', 'src/__init__.py', 'src/app.py', 'src/store.py']);
  });

  test('is reported if its imports work in no layout', async () => {
    const above = { ...own, 'src/app.py': 'from ..lib import x\n' };
    await expect(bundle(above, 'src/app.py')).rejects.toMatchObject({ code: 'RelativeImport' });
    await expect(bundle({ 'app.py': 'from .lib import x\n' }, 'app.py')).rejects.toMatchObject({
      code: 'RelativeImport',
    });
  });
});

describe.skipIf(!hasPython)('pip', () => {
  const wheel = () =>
    zip(
      Object.entries({
        'tiny/__init__.py': 'VALUE = 7\n',
        'tiny/tests/__init__.py': '',
        'tiny-1.0.dist-info/METADATA': 'Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n',
        'tiny-1.0.dist-info/WHEEL': 'Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
        'tiny-1.0.dist-info/RECORD': 'tiny/__init__.py,,\ntiny/tests/__init__.py,,\n',
      }).map(([path, text]) => ({ path, contents: Buffer.from(text) })),
    );
  const project = async (requirements: string) => ({
    'src/app.py': 'import tiny\n',
    'wheels/tiny-1.0-py3-none-any.whl': await wheel(),
    'requirements.txt': `--no-index\n--find-links wheels\n${requirements}\n`,
  });

  test('installs the wheels of requirements.txt, and the zip is the same each time', async () => {
    const one = await bundle(await project('tiny==1.0'), 'src/app.py');
    expect(Object.keys(unzip(one.zip))).toEqual(
      expect.arrayContaining(['app.py', 'tiny/__init__.py', 'tiny/tests/__init__.py']),
    );
    expect((await bundle(await project('tiny==1.0'), 'src/app.py')).sha256).toBe(one.sha256);
  });

  test('names a package without a wheel', async () => {
    await expect(bundle(await project('other==2.0'), 'src/app.py')).rejects.toMatchObject({
      code: 'PackagesNotInstalled',
      message: expect.stringContaining('other==2.0'),
    });
  });
});

/** A source distribution whose setup.py leaves a mark when it is run. */
async function project(requirements: string) {
  const folder = await temporaryFolder({ 'src/app.py': 'import evil\n', 'requirements.txt': requirements });
  const setup = `open(${JSON.stringify(join(folder.root, 'RAN'))}, 'w').close()\nfrom setuptools import setup\nsetup(name='evil', version='1.0')\n`;
  mkdirSync(join(folder.root, 'links/evil-1.0'), { recursive: true });
  writeFileSync(join(folder.root, 'links/evil-1.0/setup.py'), setup);
  spawnSync('tar', ['czf', 'evil-1.0.tar.gz', 'evil-1.0'], { cwd: join(folder.root, 'links') });
  return folder;
}

describe.skipIf(!hasPython)('a foreign requirements.txt', () => {
  const base = '--no-index\n--find-links links\n';
  test.each([
    ["an option that overrides apikit's own", `${base}--no-binary evil\nevil==1.0\n`],
    ['an option after a line end that only Python knows', `${base}# a remark\x0c--no-binary evil\nevil==1.0\n`],
    ['an option in a continued line', `${base}--no-binary \\\nevil\nevil==1.0\n`],
    ['a reset of only-binary', `${base}--only-binary :none:\nevil==1.0\n`],
    ['another encoding', `# coding: utf-7\n${base}+AC0ALQ-no-binary evil\nevil==1.0\n`],
    ['a folder', `${base}./links/evil-1.0\n`],
    ['an editable folder', `${base}-e links/evil-1.0\n`],
    ['a URL', `${base}evil @ file:links/evil-1.0.tar.gz\n`],
    ['another file', `${base}-r other.txt\nevil==1.0\n`],
    ['an environment variable', `--index-url https://example.com/\${HOME}/\nevil==1.0\n`],
    ['a package without a wheel', `${base}evil==1.0\n`],
  ])('runs no code of its packages: %s', async (_what, requirements) => {
    await using folder = await project(requirements);
    const { root } = folder;
    await expect(bundleFunction({ root, entry: 'src/app.py', runtime: 'python3.14' })).rejects.toMatchObject({
      code: 'PackagesNotInstalled',
      exitCode: 2,
    });
    expect(existsSync(join(root, 'RAN'))).toBe(false);
  });

  test('may have the usual notation', () => {
    const text = `\ufeff# remark with git+https://x and @ sign
Flask>=2.0,<3  # web
requests[socks,security] == 2.31.* ; python_version >= "3.8" and sys_platform != 'win32'
numpy (>=1.26)
--index-url=https://pypi.example/simple
pinned==1.0 \\
    --hash=sha256:${'a'.repeat(64)} \\
    --hash=sha256:${'b'.repeat(64)}
`;
    const { names, lines, refused } = readRequirements(text);
    expect(names).toEqual(['Flask', 'requests', 'numpy', 'pinned']);
    expect(lines).toHaveLength(5);
    expect(refused).toEqual([]);
  });
});
