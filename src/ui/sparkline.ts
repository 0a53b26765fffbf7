/** A series as a row of blocks, one for each value; a space where there is none, the lowest block for zero. Pure. */
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

/** No more than `width` of them: the most of some neighbours, since a peak must not get lost. */
export function narrowed(values: readonly (number | undefined)[], width: number): (number | undefined)[] {
  if (values.length <= width) return [...values];
  const together = Math.ceil(values.length / width);
  return Array.from({ length: Math.ceil(values.length / together) }, (_, index) => {
    const some = values.slice(index * together, (index + 1) * together).filter((value) => value !== undefined);
    return some.length === 0 ? undefined : Math.max(...some);
  });
}
