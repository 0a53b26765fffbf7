// `npm run parity`: plays every case of test/parity against an embedded cloud of its own, and prints the figure per
// group. What follows goes to the runner of the cases of REST APIs: `npm run parity -- --only 'vtl,mock'`; `-- --help`
// lists the rest. Without it, the cases of HTTP APIs are played, too.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { playHttpCases } from '../test/parity/http/run.mjs';
import { root } from './installed.mjs';
import { withEmbeddedCloud } from './with-embedded-cloud.mjs';

const given = process.argv.slice(2);

const status = await withEmbeddedCloud(async (endpoint) => {
  const ofRest = spawnSync(
    process.execPath,
    [
      join(root, 'test', 'parity', 'run.mjs'),
      ...['--endpoint', endpoint],
      ...['--invoke', `http://{api}.execute-api.localhost:${new URL(endpoint).port}/{stage}{path}`],
      ...given,
    ],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    },
  ).status;
  const failed = given.length === 0 ? await playHttp(endpoint) : 0;
  return ofRest === 0 && failed > 0 ? 1 : ofRest;
});
// A process that was killed has no status.
process.exitCode = status ?? 1;

/** Prints each failure and the figure, and resolves to the number of failures. */
async function playHttp(endpoint) {
  const results = await playHttpCases(endpoint);
  const failed = results.filter((result) => result.status !== 'pass');
  for (const { id, where, lines } of failed) console.log([`FAIL ${id}: ${where}`, ...lines].join('\n  '));
  console.log(`HTTP APIs: ${results.length - failed.length} passed, ${failed.length} failed`);
  return failed.length;
}
