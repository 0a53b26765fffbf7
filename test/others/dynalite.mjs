/** dynalite's own tests. They start dynalite; a shim in its place forwards their requests to the embedded cloud. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withEmbeddedCloud } from '../../scripts/with-embedded-cloud.mjs';
import { installNodePackages, nameOfPackage } from './node-packages.mjs';

export const dynalite = {
  name: 'dynalite',
  about:
    'The tests of [dynalite](https://github.com/architect/dynalite), from a checkout: the package does not have them.',
  isIn: (folder) => nameOfPackage(folder) === 'dynalite' && existsSync(join(folder, 'test')),
  async run({ folder }) {
    const work = mkdtempSync(join(tmpdir(), 'apikit-dynalite-'));
    try {
      cpSync(folder, work, { recursive: true });
      installNodePackages(work);
      copyFileSync(new URL('./dynalite-shim.cjs', import.meta.url), join(work, 'index.js'));
      return await withEmbeddedCloud((endpoint) => mocha(work, endpoint));
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  },
};

/** It fails, because DynamoDB returns 16 MB and dynalite 1 MB, and leaves items behind for which later tests fail. */
const LEFT_OUT = 'should return many unprocessed items if very over the limit';

function mocha(work, endpoint) {
  const report = join(work, 'report.json');
  const reporter = ['--reporter', 'json', '--reporter-option', `output=${report}`];
  const args = [
    join('node_modules', 'mocha', 'bin', 'mocha.js'),
    '--require',
    'should',
    '--timeout',
    '20s',
    '--fgrep',
    LEFT_OUT,
    '--invert',
    // The shim keeps its connections.
    '--exit',
    ...reporter,
  ];
  spawnSync(process.execPath, args, { cwd: work, stdio: 'ignore', env: { ...process.env, APIKIT_ENDPOINT: endpoint } });
  const { tests, pending } = JSON.parse(readFileSync(report, 'utf8'));
  const skipped = new Set(pending.map(({ fullTitle }) => fullTitle));
  return tests.map(({ fullTitle: test, err }) => {
    if (skipped.has(test)) return { test, outcome: 'skipped' };
    if (err.message === undefined) return { test, outcome: 'passed' };
    return { test, outcome: 'failed', said: err.message };
  });
}
