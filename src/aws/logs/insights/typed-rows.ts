/** Rows of Logs Insights, which are texts, as records of numbers, moments and texts. Pure. */
import type { InsightsRow } from './run-query.ts';

interface Types {
  text: string;
  number: number;
  /** ms since the epoch */
  time: number;
}

/** What a column is; with a `?` behind it where a row may be without it. */
export type ColumnType = keyof Types | `${keyof Types}?`;

export type TypedRow<Columns extends Readonly<Record<string, ColumnType>>> = {
  readonly [Name in keyof Columns]: Columns[Name] extends `${infer Type extends keyof Types}?`
    ? Types[Type] | undefined
    : Columns[Name] extends keyof Types
      ? Types[Columns[Name]]
      : never;
};

/** Rows without a column that has to be there are left out: they are of lines that are not what was asked for. */
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

/** `2026-11-29 12:04:18.120`, which is UTC, or ms since the epoch: what an aggregation of times is, AWS does not say. */
function timeOf(text: string): number {
  return /^\d+(\.\d+)?(E\d+)?$/.test(text) ? Number(text) : Date.parse(`${text.replace(' ', 'T')}Z`);
}
