// `npm run conformance`: breaks every constraint of AWS's models in requests to an embedded cloud, one at a time, and
// prints how each service answers (test/conformance). It writes docs/conformance.md. `npm run conformance -- iam`
// prints the requests that IAM answers in another way. It needs python3, and installs botocore beside the other
// packages.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emulatedServices } from './emulated-services.mjs';
import { root } from './installed.mjs';

const PACKAGES = ['botocore==1.44.8', 'regex'];

const packages = join(root, 'node_modules', '.cache', 'conformance');
if (!existsSync(packages)) {
  const installed = spawnSync('python3', ['-m', 'pip', 'install', '--quiet', '--target', packages, ...PACKAGES], {
    stdio: 'inherit',
  });
  if (installed.status !== 0) throw new Error('python3 -m pip could not install botocore.');
}
const data = mkdtempSync(join(tmpdir(), 'apikit-conformance-'));
const apikit = (...args) =>
  spawnSync(process.execPath, [join(root, 'dist', 'bin.js'), ...args, '--data', data, '--json'], { encoding: 'utf8' });

const started = apikit('local', 'start', '--memory');
try {
  if (started.status !== 0) throw new Error(`The embedded cloud did not start: ${started.stdout}${started.stderr}`);
  const { endpoint } = JSON.parse(started.stdout);
  const runner = join(root, 'test', 'conformance', 'main.py');
  const page = join(root, 'docs', 'conformance.md');
  const { status } = spawnSync('python3', [runner, endpoint, page, ...process.argv.slice(2)], {
    input: JSON.stringify(await emulatedServices()),
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { ...process.env, PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: '1' },
  });
  process.exitCode = status ?? 1;
} finally {
  apikit('local', 'stop');
  rmSync(data, { recursive: true, force: true });
}
