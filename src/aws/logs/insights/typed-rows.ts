/** Converts rows of Logs Insights, which are text, to records of numbers, times and texts. Pure. */
import type { InsightsRow } from './run-query.ts';

interface Types {
  text: string;
  number: number;
  /** Milliseconds since the epoch. */
  time: number;
}

/** The type of a column. With a `?` at the end, a row may lack it. */
export type ColumnType = keyof Types | `${keyof Types}?`;

export type TypedRow<Columns extends Readonly<Record<string, ColumnType>>> = {
  readonly [Name in keyof Columns]: Columns[Name] extends `${infer Type extends keyof Types}?`
    ? Types[Type] | undefined
    : Columns[Name] extends keyof Types
      ? Types[Columns[Name]]
      : never;
};

/** Leaves out rows without a required column: they come from other lines than the query is about. */
export function typedRows<const Columns extends Readonly<Record<string, ColumnType>>>(
  rows: readonly InsightsRow[],
  columns: Columns,
): TypedRow<Columns>[] {
  return rows.flatMap((row) => {
    const typed: Record<string, string | number | undefined> = {};
    for (const [name, type] of Object.entries(columns)) {
      const value = read(row[name], type.replace('?', '') as keyof Types);
      if (value === undefined && !type.endsWith('?')) return [];
      typed[name] = value;
    }
    return [typed as TypedRow<Columns>];
  });
}

function read(text: string | undefined, type: keyof Types): string | number | undefined {
  if (text === undefined || type === 'text') return text;
  const number = type === 'time' ? timeOf(text) : Number(text);
  return Number.isNaN(number) ? undefined : number;
}

/**
 * Parses `2026-11-29 12:04:18.120`, which is UTC, or milliseconds since the epoch. AWS does not say in which form an
 * aggregated time is.
 */
function timeOf(text: string): number {
  return /^\d+(\.\d+)?(E\d+)?$/.test(text) ? Number(text) : Date.parse(`${text.replace(' ', 'T')}Z`);
}
