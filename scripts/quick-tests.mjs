// `npm run test:quick` runs the tests that are nearest to the changes since main. It takes less than a minute.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { ensureInstalled, root, run } from './installed.mjs';
import { nearestTests } from './nearest-tests.mjs';

/** At most this many test files run. A file takes about three seconds, and several run at a time. */
const MOST = 20;

const git = (...args) => {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args[0]} failed: ${stderr.trim()}`);
  return stdout.split('\n').filter(Boolean);
};

ensureInstalled();
const base = process.argv[2] ?? 'main';
const changed = [
  ...git('diff', '--name-only', '--diff-filter=d', '--merge-base', base),
  ...git('ls-files', '--others', '--exclude-standard'),
];
const files = [...git('ls-files', 'src', 'test', 'scripts'), ...changed].filter((path) => /\.(ts|mjs|js)$/.test(path));
const long = JSON.parse(readFileSync(`${root}test/long-tests.json`, 'utf8'));
const isLong = (path) => long.some((one) => path === one || path.startsWith(`${one}/`));
const reached = nearestTests(changed, [...new Set(files)], (path) => readFileSync(root + path, 'utf8'));
const tests = reached.filter(({ path, steps }) => steps === 0 || !isLong(path));
const chosen = tests.slice(0, MOST).map(({ path }) => path);

if (chosen.length === 0) {
  console.log(`No test imports a file that has changed since ${base}. npm test runs all of them.`);
} else {
  const others = reached.length - chosen.length;
  if (others > 0)
    console.log(
      `These are the nearest ${chosen.length} of ${reached.length} test files. npm run test:all runs the others.`,
    );
  run(process.execPath, [`${root}node_modules/vitest/vitest.mjs`, 'run', ...chosen]);
}
