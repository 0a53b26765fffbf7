import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { checkPython } from '../../../src/stage/prepare/check-python.ts';
import { hasPython } from '../../templates/python.ts';
import { temporaryFolder } from '../../templates/scaffold.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Returns the notices about one file; `python` is a program that is found instead of this machine's python3. */
async function checked(
  source: string,
  { local = true, runtime = 'python3.11', python = '', exportName = 'handler' } = {},
): Promise<string[]> {
  await using project = await temporaryFolder({ 'src/handler.py': source });
  if (python !== '') {
    await writeFile(join(project.root, 'python3'), python);
    await chmod(join(project.root, 'python3'), 0o755);
    vi.stubEnv('PATH', `${project.root}:${process.env.PATH}`);
  }
  const said: string[] = [];
  const notices = { note() {}, warn: (text: string) => void said.push(text) };
  const [sources, entry] = [['src/handler.py', 'src/data.json'], 'src/handler.py'];
  await checkPython({ root: project.root, sources, entry, exportName, runtime, local }, notices);
  return said;
}

const answering = (answer: object) => `#!/bin/sh\ncat >/dev/null\necho '${JSON.stringify(answer)}'\n`;
const fine = { version: [3, 12], wantsBoto3: true, hasBoto3: true, names: null, problems: [] };

describe.skipIf(!hasPython)('with python3 on this machine', () => {
  test('a syntax error is an error with its file, line and column', async () => {
    await expect(checked('def handler(event, context):\n    return (1\n')).rejects.toMatchObject({
      code: 'BundleFailed',
      exitCode: 2,
      message: "The handler does not compile.\nsrc/handler.py:2:12: '(' was never closed",
      problems: [{ file: 'src/handler.py', line: 2, column: 12, message: "'(' was never closed", severity: 'error' }],
    });
    await expect(checked('return 1\n')).rejects.toMatchObject({ code: 'BundleFailed' });
  });

  test('valid code has no message, and is not run', async () => {
    expect(await checked('raise SystemExit(1)\ndef handler(event, context): ...\n')).toEqual([]);
  });
});

describe.skipIf(!hasPython)('a handler that the entry does not define', () => {
  test('is an error that lists its definitions', async () => {
    await expect(checked('def lambda_handler(event, context): ...\n')).rejects.toMatchObject({
      code: 'NoHandler',
      exitCode: 2,
      message: 'src/handler.py does not define handler, the function that Lambda calls.',
      hint: expect.stringContaining('handler: src/handler.lambda_handler'),
    });
    await expect(checked('')).rejects.toMatchObject({ code: 'NoHandler' });
  });

  test.each([
    'def lambda_handler(event, context): ...',
    'lambda_handler = print',
    'one, *lambda_handler = [print]',
    'from app import lambda_handler',
    'from app import *',
    'if True:\n    import app as lambda_handler',
    'try:\n    pass\nexcept OSError:\n    def lambda_handler(): ...',
    'globals().update(lambda_handler=print)',
    'exec("lambda_handler = print")',
  ])('is found, or may exist: %s', async (source) => {
    expect(await checked(`${source}\n`, { exportName: 'lambda_handler' })).toEqual([]);
  });
});

test('a missing boto3 is reported with the command to install it if the function runs locally', async () => {
  const python = answering({ ...fine, hasBoto3: false });
  expect(await checked('', { python })).toEqual([expect.stringContaining('Run: python3 -m pip install boto3')]);
  expect(await checked('', { python, local: false })).toEqual([]);
});

test('new syntax may be valid in the runtime, and is an error for an older python3 here', async () => {
  const problems = [{ file: 'src/handler.py', line: 1, column: 1, message: 'invalid syntax' }];
  const python = answering({ ...fine, problems });
  expect(await checked('', { python, local: false, runtime: 'python3.14' })).toEqual([
    expect.stringMatching(/3\.12 .*python3\.14[\s\S]*src\/handler\.py:1:1: invalid syntax/),
  ]);
  await expect(checked('', { python, runtime: 'python3.14' })).rejects.toMatchObject({ code: 'BundleFailed' });
  await expect(checked('', { python, local: false, runtime: 'python3.12' })).rejects.toMatchObject({
    code: 'BundleFailed',
  });
});

test('a python3 that is too old for the template is reported', async () => {
  const python = answering({ ...fine, version: [3, 9] });
  expect(await checked('', { python })).toEqual([expect.stringContaining('needs 3.11 or newer')]);
});

test('a python3 that fails stops nothing', async () => {
  expect(await checked('(', { python: '#!/bin/sh\nexit 3\n' })).toEqual([]);
});
