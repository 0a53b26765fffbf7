// Measures lint, compile and import of contracts with many operations: `node test/bench/contract.mjs`, and part of `npm
// run bench`.
import { fileURLToPath } from 'node:url';
import { measuring } from './measuring.mjs';

/** `row` prints the cells of one line. */
export async function benchContract(row) {
  row('operations', 'CPU', 'of one operation', 'peak memory', 'text → definition');
  await measuring('contract', (measure) => {
    let first;
    for (const count of [10, 100, 1_000]) {
      const { seconds, peakMb, textKb, definitionKb } = measure(count);
      first ??= seconds / count;
      row(
        String(count),
        `${seconds.toFixed(3)} s`,
        `${(seconds / count / first).toFixed(2)} × that of 10`,
        `${peakMb.toFixed(0)} MB`,
        `${textKb.toFixed(0)} → ${definitionKb.toFixed(0)} kB`,
      );
    }
  });
}

/** A higher ratio means a step whose cost grows with the square of the operations. */
const MOST_RATIO = 6;

/** Imports 1,000 and 4,000 operations; throws if four times as many cost much more than four times as much. */
export async function benchImport(row) {
  row('', '1,000 operations', '4,000 operations', 'ratio');
  await measuring('import', (measure) => {
    const [few, many] = [measure(1_000), measure(4_000)];
    for (const [name, seconds] of Object.entries(many)) {
      const ratio = seconds / few[name];
      row(name, `${few[name].toFixed(2)} s`, `${seconds.toFixed(2)} s`, ratio.toFixed(1));
      if (ratio > MOST_RATIO)
        throw new Error(`${name}: four times as many operations cost ${ratio.toFixed(1)} times as much.`);
    }
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const row = (name, ...cells) =>
    console.log(`${name.padEnd(12)} ${cells.map((cell) => cell.padEnd(20)).join(' ')}`.trimEnd());
  await benchContract(row);
  console.log('');
  await benchImport(row);
}
