// `npm run parity`: plays every case of test/parity against an embedded cloud of its own, and prints the figure per
// group. What follows goes to the runner: `npm run parity -- --only 'vtl,mock'`; `-- --help` lists the rest.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './installed.mjs';
import { withEmbeddedCloud } from './with-embedded-cloud.mjs';

const status = await withEmbeddedCloud(
  (endpoint) =>
    spawnSync(
      process.execPath,
      [
        join(root, 'test', 'parity', 'run.mjs'),
        ...['--endpoint', endpoint],
        ...['--invoke', `http://{api}.execute-api.localhost:${new URL(endpoint).port}/{stage}{path}`],
        ...process.argv.slice(2),
      ],
      {
        cwd: root,
        stdio: 'inherit',
        env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
      },
    ).status,
);
// A process that was killed has no status.
process.exitCode = status ?? 1;
