/** The result of a load test as lines. Pure. */
import type { Figures, Period } from '../load/figures.ts';
import type { Goal, JudgedGoal } from '../load/goal.ts';
import { MOST_UNDER_WAY } from '../load/open-loop.ts';
import { downsampled, sparkline } from './sparkline.ts';
import { table } from './table.ts';
import { SYMBOL, type Theme } from './theme.ts';

export interface LoadReport {
  readonly app: string;
  readonly stage: string;
  readonly url: string;
  /** The requests per second that were asked for. */
  readonly rate: number;
  /** In ms since the epoch. */
  readonly begun: number;
  /** The length of a period in ms. */
  readonly period: number;
  readonly periods: readonly Period[];
  readonly total: Figures;
  /** By operationId. */
  readonly operations: ReadonlyMap<string, Figures>;
  readonly goals: readonly JudgedGoal[];
  /** In ms: 99 % of the requests started at most so late, because of this machine. */
  readonly lag: number;
  /** The requests that waited, because too many were under way. */
  readonly held: number;
  readonly skipped: readonly { readonly operationId: string; readonly why: string }[];
  /** The addresses of created resources that could not be deleted. */
  readonly left: readonly string[];
  readonly interrupted: boolean;
}

/** The width of a sparkline. */
const WIDTH = 60;
/** In ms. A machine that starts requests so late is too busy to measure a quick API. */
const LATE = 20;
/** The most frequent errors are shown. */
const SHOWN_ERRORS = 5;

export const shownMs = (ms: number): string => (ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`);

const shownShare = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;

export function shownMeasure({ figure }: Goal, measured: number | undefined): string {
  if (measured === undefined) return 'no request was answered';
  return figure === 'errors' || figure === 'throttled' ? shownShare(measured) : shownMs(measured);
}

/** `1,200 requests in 60 s, 20 per second` */
export function resultLine({ total, periods, period, rate }: LoadReport): string {
  const seconds = Math.round((periods.length * period) / 1_000);
  return `${total.requests.toLocaleString('en-US')} requests in ${seconds} s, ${rate} per second`;
}

/** The figures of each operation and of all together, with a head. */
export function figureRows({ operations, total }: LoadReport): string[][] {
  const row = (name: string, { requests, successful, throttled, errors, latency }: Figures) => [
    name,
    ...[requests, successful, throttled, errors].map((count) => count.toLocaleString('en-US')),
    ...(['p50', 'p95', 'p99', 'max'] as const).map((figure) => (latency ? shownMs(latency[figure]) : '-')),
  ];
  const each = [...operations].map(([operationId, figures]) => row(operationId, figures));
  return [
    ['OPERATION', 'REQUESTS', 'OK', '429', 'ERRORS', 'P50', 'P95', 'P99', 'MAX'],
    ...each,
    ...(each.length > 1 ? [row('all', total)] : []),
  ];
}

export function loadText(report: LoadReport, theme: Theme): string[] {
  const { app, stage, periods, goals, lag, held, operations } = report;
  const rows = figureRows(report);
  const paint = (cell: string, column: number, row: number) => {
    if (row === 0) return theme.dim(cell);
    if (column === 4 && cell !== '0') return theme.bad(cell);
    return column === 3 && cell !== '0' ? theme.warn(cell) : cell;
  };
  const p95 = periods.map((one) => one.p95);
  const most = Math.max(0, ...p95.map((value) => value ?? 0));
  return [
    `${theme.bold(`${app}/${stage}`)}  ${resultLine(report)}`,
    ...table(rows, paint),
    ...(periods.length > 1 && most > 0
      ? ['', `p95 over time  ${theme.accent(sparkline(downsampled(p95, WIDTH)))}  most ${shownMs(most)}`]
      : []),
    ...errorLines(operations, theme),
    ...(held > 0
      ? [
          '',
          theme.warn(
            `${SYMBOL.warning} ${held.toLocaleString('en-US')} requests waited, because ${MOST_UNDER_WAY} were under way. Their wait counts as latency.`,
          ),
        ]
      : []),
    ...(lag > LATE
      ? [
          '',
          theme.warn(
            `${SYMBOL.warning} This machine started 1 % of the requests more than ${shownMs(lag)} late, which counts as latency. Use a lower rate or an idle machine.`,
          ),
        ]
      : []),
    ...(goals.length > 0 ? ['', ...goals.map((judged) => goalLine(judged, theme))] : []),
  ];
}

function goalLine({ goal, measured, met }: JudgedGoal, theme: Theme): string {
  const text = `${met ? SYMBOL.done : SYMBOL.failed} ${goal.text}: ${shownMeasure(goal, measured)}`;
  return met ? theme.good(text) : theme.bad(text);
}

function errorLines(operations: LoadReport['operations'], theme: Theme): string[] {
  const errors = [...operations]
    .flatMap(([operationId, { outcomes }]) =>
      Object.entries(outcomes)
        .filter(([outcome]) => !(Number(outcome) < 400) && outcome !== '429')
        .map(([outcome, count]) => ({ text: `${operationId}: ${outcome}`, count })),
    )
    .sort((a, b) => b.count - a.count);
  if (errors.length === 0) return [];
  const shown = errors.slice(0, SHOWN_ERRORS).map(({ text, count }) => `${text}  × ${count.toLocaleString('en-US')}`);
  const more = errors.length > SHOWN_ERRORS ? [`and ${errors.length - SHOWN_ERRORS} more kinds`] : [];
  return ['', ...[...shown, ...more].map((line) => theme.bad(line))];
}
