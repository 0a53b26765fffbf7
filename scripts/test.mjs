// The README's test command: installs what is missing, checks, builds, runs every test.
import { ensureInstalled, npm, root, run } from './installed.mjs';

ensureInstalled();
npm(['run', '--silent', 'check']);
npm(['run', '--silent', 'build']);
run(process.execPath, [`${root}node_modules/vitest/vitest.mjs`, 'run', ...process.argv.slice(2)]);
