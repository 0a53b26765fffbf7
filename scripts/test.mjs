// This is the README's test command, with its longer forms:
//   npm test             installs missing packages, checks, builds, and runs every test except the long ones
//   npm run test:all     does the same with every test
//   npm run test:long    runs only the long ones, after `npm test`
// Further arguments go to vitest. Test files that are named there always run.
import { readFileSync } from 'node:fs';
import { ensureInstalled, npm, root, run } from './installed.mjs';

const args = process.argv.slice(2);
const form = args[0]?.startsWith('--form=') ? args.shift().slice('--form='.length) : 'usual';
const long = JSON.parse(readFileSync(`${root}test/long-tests.json`, 'utf8'));
const namesFiles = args.some((arg) => !arg.startsWith('-'));

ensureInstalled();
if (form !== 'long') npm(['run', '--silent', 'check']);
npm(['run', '--silent', 'build']);
const vitest = [`${root}node_modules/vitest/vitest.mjs`, 'run', ...args];
if (form === 'long') vitest.push(...long);
if (form === 'usual' && !namesFiles)
  for (const path of long) vitest.push('--exclude', path.endsWith('.ts') ? path : `${path}/**`);
run(process.execPath, vitest);
