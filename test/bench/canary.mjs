// Simulates thousands of canaries (docs/figures.md): `node test/bench/canary.mjs`, with the number of each kind as an
// argument: 50.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const outfile = join(root, 'node_modules', '.cache', 'apikit-bench', `canary-${process.pid}.mjs`);
try {
  await build({
    absWorkingDir: root,
    entryPoints: ['test/bench/canary.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.17',
    logLevel: 'warning',
  });
  execFileSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit' });
} finally {
  rmSync(outfile, { force: true });
}
