/**
 * The layouts of other people's projects: what is packed, from where, and the message about modules that do not exist.
 */
import { describe, expect, test } from 'vitest';
import { bundleFunction } from '../../../src/bundle/bundle-function.ts';
import { temporaryFolder } from '../../templates/scaffold.ts';

async function bundle(files: Record<string, string>, entry: string, runtime = 'python3.14') {
  await using folder = await temporaryFolder(files);
  const { entries, handler, actions, sources } = await bundleFunction({ root: folder.root, entry, runtime });
  return { paths: entries.map(({ path }) => path), handler, actions, sources };
}

const DB = 'def save(table):\n    table.put_item(Item={})\n';

test('a dot in the file name of the entry is rejected with a better name, in every layout', async () => {
  const conventional = { 'src/generated/contract.py': '' };
  for (const more of [{}, conventional]) {
    await expect(bundle({ 'src/app.v2.py': DB, ...more }, 'src/app.v2.py')).rejects.toMatchObject({
      code: 'EntryNotImportable',
      exitCode: 2,
      message: 'Lambda cannot import src/app.v2.py: Python reads app as the name of a package.',
      hint: expect.stringContaining('Rename the file to src/app_v2.py,'),
    });
  }
  expect((await bundle({ 'api.v2/app.py': DB }, 'api.v2/app.py')).handler).toBe('app.handler');
});

describe('the zip starts at the folder where imports work', () => {
  test("an absolute import of the project's own package", async () => {
    const files = {
      'src/handlers/orders.py': 'from src.db import save\ndef handler(event, context): ...\n',
      'src/db.py': DB,
      'src/words.json': '{}',
      'README.md': '',
      'web/node_modules/x.py': '',
    };
    const { paths, handler, actions, sources } = await bundle(files, 'src/handlers/orders.py');
    expect(paths).toEqual(['src/db.py', 'src/handlers/orders.py', 'src/words.json']);
    expect(handler).toBe('src.handlers.orders.handler');
    expect(actions).toEqual(['dynamodb:PutItem']);
    expect(sources).toContain('src/db.py');
  });

  test('a relative import of the package above', async () => {
    const files = { 'src/handlers/orders.py': 'from ..db import save\n', 'src/db.py': DB, 'src/db_test.py': '' };
    const { paths, handler, actions } = await bundle(files, 'src/handlers/orders.py');
    expect(paths).toEqual(['src/db.py', 'src/db_test.py', 'src/handlers/orders.py']);
    expect(handler).toBe('src.handlers.orders.handler');
    expect(actions).toEqual(['dynamodb:PutItem']);
  });

  test('a module of a folder between', async () => {
    const files = {
      'src/handlers/orders.py': 'import common.db as db\n',
      'src/common/db.py': DB,
      'src/other/x.py': '',
    };
    const { paths, handler } = await bundle(files, 'src/handlers/orders.py');
    expect(paths).toEqual(['common/db.py', 'handlers/orders.py']);
    expect(handler).toBe('handlers.orders.handler');
  });

  test('imports of another module, in a function, over several lines, after a docstring', async () => {
    const files = {
      'api/app.py': '"""\nfrom nowhere import it\n"""\nfrom shared import (\n    log,  # one\n    tell,\n)\n',
      'shared/__init__.py': 'from shared.log import log\ndef tell():\n    from store.db import save\n',
      'shared/log.py': 'log = print\n',
      'store/db.py': DB,
    };
    const { paths, actions } = await bundle(files, 'api/app.py');
    expect(paths).toEqual(['api/app.py', 'shared/__init__.py', 'shared/log.py', 'store/db.py']);
    expect(actions).toEqual(['dynamodb:PutItem']);
  });

  test('the folder of the entry if that is sufficient, in any parent folder', async () => {
    const files = { 'src/app.py': 'import json, db\n', 'src/db.py': DB, 'json/__init__.py': '', 'db.py': '' };
    const { paths, handler } = await bundle(files, 'src/app.py');
    expect(paths).toEqual(['app.py', 'db.py']);
    expect(handler).toBe('app.handler');
  });

  test('packages of vendor/ are at its root, and a virtual environment is not a package, whatever its name', async () => {
    const files = {
      'src/handlers/a.py': 'from src.db import save\nimport jwt\n',
      'src/db.py': DB,
      'src/handlers/vendor/jwt/__init__.py': '',
      'vendor/other/__init__.py': '',
      'src/env/pyvenv.cfg': '',
      'src/env/lib/big.py': '',
    };
    const { paths } = await bundle(files, 'src/handlers/a.py');
    expect(paths).toEqual(['jwt/__init__.py', 'other/__init__.py', 'src/db.py', 'src/handlers/a.py']);
  });
});

describe('a missing module is reported with file and line', () => {
  test.each([
    [
      'import json\nimport requests\n',
      'src/app.py:2 imports requests, which is neither',
      'requirements.txt (requests)',
    ],
    ['import yaml\n', 'src/app.py:1 imports yaml', 'requirements.txt (PyYAML)'],
    ['from db.orders import x\n', 'src/app.py:1 imports db.orders, which is neither', ''],
    ['import os; import cgi\n', '', ''],
    ['import cgi\n', 'src/app.py:1 imports cgi, which Python removed in 3.13', 'function.runtime'],
    ['import help\n', 'src/help.py:3 imports nowhere', ''],
  ])('%j', async (text, message, fix) => {
    const files = { 'src/app.py': text, 'src/db/__init__.py': '', 'src/help.py': '#\n\nimport nowhere\n' };
    const failed = await bundle(files, 'src/app.py').catch((error: unknown) => error as Error);
    if (message === '') return expect(failed).not.toBeInstanceOf(Error);
    expect(failed).toMatchObject({ code: 'ModuleNotFound', exitCode: 2, problems: [expect.anything()] });
    expect((failed as Error).message).toContain(message);
    expect((failed as Error).message).toContain(fix);
  });

  test.each([
    'import boto3, botocore.config, urllib3, dateutil.tz\n',
    'try:\n    import requests\nexcept ImportError:\n    requests = None\n',
    'def lazy():\n    import requests\n',
    'if False:\n    from typing_extensions import Self\n',
    'import sys\nsys.path.append("lib")\nimport thing\n',
    'import _thread, xml.etree.ElementTree as tree, annotationlib\n',
    'import fast\n',
    'text = """\nimport nowhere\n"""\n',
  ])('a module that may exist is not reported: %j', async (text) => {
    const files = { 'src/app.py': text, 'src/fast.cpython-314-aarch64-linux-gnu.so': '' };
    expect((await bundle(files, 'src/app.py')).handler).toBe('app.handler');
  });

  test('modules of packages that pip has installed beside the entry are not checked', async () => {
    const files = {
      'lambda_function.py': 'import requests\n',
      'requests/__init__.py': 'import not_here_but_optional\n',
      'requests-2.0.dist-info/RECORD': 'requests/__init__.py,,\nrequests-2.0.dist-info/RECORD,,\n',
    };
    expect((await bundle(files, 'lambda_function.py')).handler).toBe('lambda_function.handler');
  });

  test('tomllib is reported for a runtime without it', async () => {
    const files = { 'app.py': 'import tomllib\n' };
    await expect(bundle(files, 'app.py', 'python3.10')).rejects.toThrow('which Python added in 3.11');
    expect((await bundle(files, 'app.py', 'python3.11')).handler).toBe('app.handler');
  });
});
