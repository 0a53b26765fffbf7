/** Columns of text. Pure. */
import type { Theme } from './theme.ts';

/**
 * Puts two spaces between columns and never pads the last one. Only `paint` may add colour, because colour codes would
 * change the widths.
 */
export function table(
  rows: readonly (readonly string[])[],
  paint: (cell: string, column: number, row: number) => string = (cell) => cell,
): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row, index) =>
    row
      .map((cell, column) => {
        const padding = column === row.length - 1 ? '' : ' '.repeat(widths[column]! - cell.length);
        return paint(cell, column, index) + padding;
      })
      .join('  ')
      .trimEnd(),
  );
}

/** A `paint` function that dims the first row, which names the columns. */
export const dimHead =
  (theme: Theme) =>
  (cell: string, _column: number, row: number): string =>
    row === 0 ? theme.dim(cell) : cell;
