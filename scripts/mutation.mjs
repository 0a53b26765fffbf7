// `npm run mutation -- engine` changes the code of a room in hundreds of small ways and counts how many of the changes
// its tests notice. `test/mutation.json` names the tests of each room. The report is in node_modules/.cache/mutation.
import { readFileSync } from 'node:fs';
import { Stryker } from '@stryker-mutator/core';
import { ensureInstalled, root } from './installed.mjs';

/** The tests of a room must notice this percentage of the changes. */
const ENOUGH = 85;

ensureInstalled();
const testsOf = JSON.parse(readFileSync(`${root}test/mutation.json`, 'utf8'));
const rooms = process.argv.slice(2);
const unknown = rooms.filter((room) => !(room in testsOf));
if (rooms.length === 0 || unknown.length > 0) {
  console.error(`Name the rooms: npm run mutation -- ${Object.keys(testsOf).join(' ')}`);
  process.exit(2);
}
for (const room of rooms) {
  process.env.MUTATION_TESTS = JSON.stringify(testsOf[room]);
  const stryker = new Stryker({
    mutate: [`src/${room}/**/*.ts`],
    testRunner: 'vitest',
    vitest: { configFile: 'vitest.mutation.config.ts', related: false },
    plugins: ['@stryker-mutator/vitest-runner'],
    reporters: ['clear-text', 'html'],
    clearTextReporter: { allowColor: process.stdout.isTTY === true, reportTests: false },
    htmlReporter: { fileName: `node_modules/.cache/mutation/${room.replaceAll('/', '-')}.html` },
    ignorePatterns: ['dist', 'docs'],
    tempDirName: 'node_modules/.cache/stryker',
    // Stryker rewrites a tsconfig.json with an API that TypeScript 7 does not have. The tests run without it.
    tsconfigFile: 'none',
    thresholds: { high: ENOUGH, low: ENOUGH, break: ENOUGH },
  });
  await stryker.runMutationTest();
}
