// `npm run test:others`: other people's tests and clients against an embedded cloud, and apikit against other people's
// emulators (test/others). It writes docs/others.md and the counts in test/others/counts.json. A suite that does not
// run keeps its counts. `-- moto` runs some suites. `-- --suite <folder>` runs a suite that no registry has, from a
// checkout of its repository. `-- --open` prints the failures that have no reason yet.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { judge } from '../test/others/judge.mjs';
import { othersPage } from '../test/others/page.mjs';
import { SUITES } from '../test/others/suites.mjs';
import { root } from './installed.mjs';

const COUNTS = join(root, 'test', 'others', 'counts.json');
const args = process.argv.slice(2);
const showsOpen = args.includes('--open');
const at = args.indexOf('--suite');
const folder = at === -1 ? undefined : resolve(args[at + 1] ?? '');
const named = args.filter((arg, index) => !arg.startsWith('--') && (at === -1 || index !== at + 1));

const chosen = SUITES.filter((suite) => {
  if (folder !== undefined) return suite.isIn?.(folder);
  return suite.isIn === undefined && (named.length === 0 || named.includes(suite.name));
});
if (chosen.length === 0) {
  const known = SUITES.map(({ name, isIn }) => (isIn ? `${name} (--suite <folder>)` : name)).join(', ');
  console.error(`No suite is chosen. The suites are: ${known}.`);
  process.exit(1);
}

const found = {};
for (const suite of chosen) {
  const missing = suite.missing?.();
  if (missing !== undefined) {
    console.log(`${suite.name}: not run, because ${missing} is not on this machine.`);
    continue;
  }
  try {
    found[suite.name] = judged(suite.name, await suite.run({ folder }));
  } catch (error) {
    console.error(`${suite.name}: ${error.message}`);
    process.exitCode = 1;
  }
}
const counts = { ...JSON.parse(readFileSync(COUNTS, 'utf8')), ...found };
writeFileSync(COUNTS, `${JSON.stringify(counts, null, 2)}\n`);
writeFileSync(join(root, 'docs', 'others.md'), othersPage(SUITES, counts));

/** Prints the verdict about a suite, and returns its counts. */
function judged(name, results) {
  const differences = JSON.parse(readFileSync(join(root, 'test', 'others', 'differences', `${name}.json`), 'utf8'));
  const { open, unused, ...verdict } = judge(results, differences);
  const { tests, passed, refused, differs } = verdict;
  const failed = `${refused} refused by name, ${differs} differ, ${open.length} open`;
  console.log(`${name}: ${tests} tests, ${passed} passed, ${failed}`);
  if (showsOpen) for (const { test, said } of open) console.log(`  ${test}: ${said}`);
  for (const { reason } of unused) console.log(`  No test differs any more because: ${reason}`);
  if (open.length > 0) process.exitCode = 1;
  return { ...verdict, open: open.map(({ test }) => test) };
}
