// Measures deploys under the realistic profile, from sources: `node test/bench/realistic.mjs`, and part of `npm run
// bench`. `--calls` lists every call with its time.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `row` prints the cells of one line. */
export async function realistic(row, options) {
  const outfile = join(root, 'node_modules', '.cache', 'apikit-bench', `realistic-${process.pid}.mjs`);
  try {
    await build({
      absWorkingDir: root,
      entryPoints: ['test/bench/realistic.ts'],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.17',
      packages: 'external',
      logLevel: 'warning',
    });
    const { benchRealistic } = await import(pathToFileURL(outfile).href);
    await benchRealistic(row, options);
  } finally {
    rmSync(outfile, { force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const print = (name, ...cells) =>
    console.log(`${name.padEnd(20)} ${cells.map((cell) => cell.padEnd(32)).join(' ')}`.trimEnd());
  await realistic(print, { calls: process.argv.includes('--calls') });
}
