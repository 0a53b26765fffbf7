/** The sizes of a function as lines: a bar for the time and one for the price of each. Pure. */
import type { SizeFigures } from '../cost/tuning.ts';
import { counted } from '../text/counted.ts';
import { duration } from './metrics-text.ts';
import { table } from './table.ts';
import type { Theme } from './theme.ts';

export interface ShownTuning {
  readonly app: string;
  readonly stage: string;
  readonly goal: string;
  readonly operations: readonly string[];
  readonly calls: number;
  /** The size of the live release. */
  readonly present: number;
  readonly best: number;
  readonly sizes: readonly SizeFigures[];
  readonly failed: readonly { readonly memory: number; readonly why: string }[];
}

/** Two bars, their figures and the other columns fit into 80 columns. */
const BAR = 16;

export function tuningText(shown: ShownTuning, theme: Theme): string[] {
  const { app, stage, operations, calls, sizes, present, best, failed } = shown;
  const most = (member: 'warm' | 'usd') => Math.max(...sizes.map((one) => one[member]));
  const [slowest, dearest] = [most('warm'), most('usd')];
  const rows = sizes.map((one) => [
    `${one.memory} MB`,
    bar(one.warm / slowest),
    duration(one.warm),
    duration(one.cold),
    bar(one.usd / dearest),
    price(one.usd),
    [...(one.memory === best ? ['best'] : []), ...(one.memory === present ? ['live'] : [])].join(', '),
  ]);
  const lost = failed.map(({ memory, why }) => [`${memory} MB`, `fails: ${why}`.slice(0, 60)]);
  const paint = (cell: string, column: number, row: number) => {
    if (row === 0) return theme.dim(cell);
    if (column === 1 || column === 4) return theme.accent(cell);
    return column === 6 ? theme.good(cell) : cell;
  };
  const head = ['MEMORY', 'WARM', '', 'COLD', 'A MILLION CALLS', '', ''];
  return [
    `${theme.bold(`${app}/${stage}`)}  ${counted(calls, 'warm call')} at each size: ${operations.join(', ')}`,
    ...table([head, ...rows], paint),
    ...table(lost, (cell, column) => (column === 1 ? theme.bad(cell) : cell)),
  ];
}

/** A size that takes or costs anything has at least a part of a block. */
const bar = (share: number): string => '█'.repeat(Math.max(1, Math.round(share * BAR))).padEnd(BAR);

export const price = (usd: number): string => `$${usd.toFixed(2)}`;
