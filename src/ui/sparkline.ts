/** A series as a row of blocks, one for each value: the lowest block for zero, a space for a missing value. Pure. */
const BLOCKS = '▁▂▃▄▅▆▇█';

export function sparkline(values: readonly (number | undefined)[]): string {
  const most = Math.max(0, ...values.map((value) => value ?? 0));
  return values
    .map((value) => {
      if (value === undefined) return ' ';
      if (most === 0) return BLOCKS[0];
      return BLOCKS[Math.min(BLOCKS.length - 1, Math.floor((value / most) * BLOCKS.length))];
    })
    .join('');
}

/** Reduces a series to `width` values. Each value is the maximum of its neighbours, so that no peak gets lost. */
export function downsampled(values: readonly (number | undefined)[], width: number): (number | undefined)[] {
  if (values.length <= width) return [...values];
  const together = Math.ceil(values.length / width);
  return Array.from({ length: Math.ceil(values.length / together) }, (_, index) => {
    const some = values.slice(index * together, (index + 1) * together).filter((value) => value !== undefined);
    return some.length === 0 ? undefined : Math.max(...some);
  });
}
