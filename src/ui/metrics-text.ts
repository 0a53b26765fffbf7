/** The metrics of a stage as lines: a sparkline for each metric, and the most important figures. Pure. */
import { counted } from '../text/counted.ts';
import { plainMinute } from './moment.ts';
import { downsampled, sparkline } from './sparkline.ts';
import { table } from './table.ts';
import type { Theme } from './theme.ts';

export interface ShownMetric {
  readonly id: string;
  /** The name of the table or operation. */
  readonly of: string | undefined;
  readonly label: string;
  readonly unit: 'count' | 'ms';
  readonly values: readonly (number | undefined)[];
  /** The sum of the counts. `undefined` if CloudWatch has no data. */
  readonly total: number | undefined;
  readonly most: number | undefined;
}

export interface ShownMetrics {
  readonly app: string;
  readonly stage: string;
  /** The only operation that is shown: `GET /items`. */
  readonly operation?: string;
  /** ISO 8601. */
  readonly since: string;
  readonly until: string;
  /** In seconds. */
  readonly period: number;
  readonly metrics: readonly ShownMetric[];
}

/** The width of a sparkline: the rest of 80 columns beside a label and the figures. */
const WIDTH = 40;

const BAD = ['serverErrors', 'functionErrors', 'throttles', 'readThrottles', 'writeThrottles'];

export function metricsText(shown: ShownMetrics, theme: Theme): string[] {
  const { metrics } = shown;
  const requests = metrics.find(({ id }) => id === 'requests')?.total;
  const rows = metrics.map((metric) => [
    metric.label,
    sparkline(downsampled(metric.values, WIDTH)),
    figures(metric, requests),
  ]);
  const paint = (cell: string, column: number, row: number) => {
    const { id, most = 0 } = metrics[row]!;
    if (column === 1) return most === 0 ? theme.dim(cell) : theme.accent(cell);
    return column === 2 && most > 0 && BAD.includes(id) ? theme.bad(cell) : cell;
  };
  return [heading(shown, theme), ...table(rows, paint)];
}

/** A row for each operation, the busiest first. */
export function operationsText(shown: ShownMetrics, theme: Theme): string[] {
  const names = [...new Set(shown.metrics.map(({ of = '' }) => of))];
  const found = names.map((name) => {
    const of = (id: string) => shown.metrics.find((metric) => metric.of === name && metric.id === id);
    return {
      name,
      requests: of('requests'),
      client: of('clientErrors'),
      server: of('serverErrors'),
      p95: of('latencyP95'),
    };
  });
  found.sort((a, b) => (b.requests?.total ?? 0) - (a.requests?.total ?? 0));
  const rows = found.map(({ name, requests, client, server, p95 }) => [
    name,
    sparkline(downsampled(requests?.values ?? [], 30)),
    number(requests?.total),
    number(client?.total),
    number(server?.total),
    p95?.most === undefined ? '-' : duration(p95.most),
  ]);
  const paint = (cell: string, column: number, row: number) => {
    if (row === 0) return theme.dim(cell);
    if (column === 1) return theme.accent(cell);
    return column === 4 && (found[row - 1]!.server?.total ?? 0) > 0 ? theme.bad(cell) : cell;
  };
  return [heading(shown, theme), ...table([['OPERATION', '', 'REQUESTS', '4XX', '5XX', 'P95, MOST'], ...rows], paint)];
}

function heading({ app, stage, operation, since, until, period }: ShownMetrics, theme: Theme): string {
  const each = period % 3_600 === 0 ? counted(period / 3_600, 'hour') : counted(period / 60, 'minute');
  const to = since.slice(0, 10) === until.slice(0, 10) ? until.slice(11, 16) : plainMinute(until);
  const what = theme.bold(`${app}/${stage}${operation === undefined ? '' : ` ${operation}`}`);
  return `${what}  ${plainMinute(since)} to ${to} UTC, ${each} each`;
}

function figures({ id, unit, total, most }: ShownMetric, requests: number | undefined): string {
  if (most === undefined) return '-';
  if (unit === 'ms') return `most ${duration(most)}`;
  if (id === 'concurrency') return `most ${number(most)}`;
  const share = /^(clientErrors|serverErrors)$/.test(id) && requests && total ? ` (${percent(total / requests)})` : '';
  return `${number(total)}${share}${id === 'requests' ? `, most ${number(most)}` : ''}`;
}

export function number(value: number | undefined): string {
  if (value === undefined) return '-';
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
}

export const duration = (ms: number): string => (ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`);

const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
