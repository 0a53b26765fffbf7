// Lint and compile of contracts of 10, 100 and 1,000 operations: `node test/bench/contract.mjs`, and part of `npm run bench`.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `row` prints the cells of one line. Each size has a process of its own, for its memory. */
export async function benchContract(row) {
  const outfile = join(root, 'node_modules', '.cache', 'apikit-bench', `contract-${process.pid}.mjs`);
  try {
    await build({
      absWorkingDir: root,
      entryPoints: ['test/bench/contract.ts'],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.17',
      packages: 'external',
      logLevel: 'warning',
    });
    row('operations', 'CPU', 'of one operation', 'peak memory', 'text → definition');
    let first;
    for (const count of [10, 100, 1_000]) {
      const measured = JSON.parse(execFileSync(process.execPath, [outfile, String(count)], { encoding: 'utf8' }));
      const { seconds, peakMb, textKb, definitionKb } = measured;
      first ??= seconds / count;
      row(
        String(count),
        `${seconds.toFixed(3)} s`,
        `${(seconds / count / first).toFixed(2)} × that of 10`,
        `${peakMb.toFixed(0)} MB`,
        `${textKb.toFixed(0)} → ${definitionKb.toFixed(0)} kB`,
      );
    }
  } finally {
    rmSync(outfile, { force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await benchContract((name, ...cells) =>
    console.log(`${name.padEnd(12)} ${cells.map((cell) => cell.padEnd(20)).join(' ')}`.trimEnd()),
  );
}
