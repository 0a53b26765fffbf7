// `npm run parity`: plays every case of test/parity against an embedded cloud of its own, and prints the figure per
// group. What follows goes to the runner: `npm run parity -- --only 'vtl,mock'`; `-- --help` lists the rest.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './installed.mjs';

const data = mkdtempSync(join(tmpdir(), 'apikit-parity-'));
const apikit = (...args) =>
  spawnSync(process.execPath, [join(root, 'dist', 'bin.js'), ...args, '--data', data, '--json'], { encoding: 'utf8' });

const started = apikit('local', 'start', '--memory');
try {
  if (started.status !== 0) throw new Error(`The embedded cloud did not start: ${started.stdout}${started.stderr}`);
  const { endpoint } = JSON.parse(started.stdout);
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'test', 'parity', 'run.mjs'),
      ...['--endpoint', endpoint],
      ...['--invoke', `http://{api}.execute-api.localhost:${new URL(endpoint).port}/{stage}{path}`],
      ...process.argv.slice(2),
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' } },
  );
  process.exitCode = status ?? 1;
} finally {
  apikit('local', 'stop');
  rmSync(data, { recursive: true, force: true });
}
