/** Durations as bars on one scale, one below the other. Pure. */
import { table } from './table.ts';

export interface Bar {
  readonly label: string;
  /** Milliseconds since the start of the whole. */
  readonly from: number;
  readonly ms: number;
}

/** The length of the longest bar. With labels and figures, a line fits into 80 columns. */
const WIDTH = 36;

export function waterfall(
  bars: readonly Bar[],
  paint: (bar: string, index: number) => string = (bar) => bar,
): string[] {
  const whole = Math.max(1, ...bars.map(({ from, ms }) => from + ms));
  const at = (ms: number) => Math.round((ms / whole) * WIDTH);
  const rows = bars.map(({ label, from, ms }) => {
    const start = Math.min(WIDTH - 1, at(from));
    const length = Math.max(1, Math.min(WIDTH - start, at(from + ms) - start));
    const bar = ' '.repeat(start) + '█'.repeat(length);
    return [label, bar.padEnd(WIDTH), shown(ms)];
  });
  return table(rows, (cell, column, row) => (column === 1 ? paint(cell, row) : cell));
}

const shown = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
