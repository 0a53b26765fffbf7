/** Numbers as a line of bars, one character each. Pure. */

const BARS = '▁▂▃▄▅▆▇█';

/** The highest is a whole bar, and nothing is a point, so that a day of little is told from one of nothing. */
export function sparkline(numbers: readonly number[]): string {
  const highest = Math.max(0, ...numbers);
  return numbers
    .map((number) =>
      number <= 0 ? '·' : BARS[Math.min(BARS.length - 1, Math.ceil((number / highest) * BARS.length) - 1)]!,
    )
    .join('');
}
