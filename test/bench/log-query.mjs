// Measures the memory of a log query on the embedded cloud: `node test/bench/log-query.mjs`, and part of `npm run
// bench`.
import { fileURLToPath } from 'node:url';
import { measuring } from './measuring.mjs';

/** `row` prints the cells of one line. */
export async function benchLogQuery(row) {
  row('lines', 'their text', 'growth of the heap', 'growth / text');
  await measuring('log-query', (measure) => {
    for (const count of [100_000, 1_000_000]) {
      const { grownMb, textMb } = measure(count);
      row(String(count), `${textMb.toFixed(0)} MB`, `${grownMb.toFixed(0)} MB`, `${(grownMb / textMb).toFixed(2)} ×`);
    }
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const row = (name, ...cells) =>
    console.log(`${name.padEnd(12)} ${cells.map((cell) => cell.padEnd(20)).join(' ')}`.trimEnd());
  await benchLogQuery(row);
}
