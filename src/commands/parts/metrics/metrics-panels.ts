/** The metrics of a stage that are drawn together, and their form. Pure. */
import type { Line, Panel, Picture } from '../../../metrics-picture/chart.ts';
import type { ShownMetric, ShownMetrics } from '../../../ui/metrics-text.ts';
import { minute, plainMinute } from '../../../ui/moment.ts';

const COLORS = {
  blue: '#2563eb',
  orange: '#d97706',
  red: '#dc2626',
  green: '#059669',
  violet: '#7c3aed',
  gray: '#6b7280',
} as const;

interface Wanted {
  readonly id: string;
  readonly label: string;
  readonly color: keyof typeof COLORS;
  readonly faint?: true;
}

const REQUESTS: readonly Wanted[] = [
  { id: 'requests', label: 'all', color: 'blue' },
  { id: 'clientErrors', label: '4XX', color: 'orange' },
  { id: 'serverErrors', label: '5XX', color: 'red' },
];
const LATENCY: readonly Wanted[] = [
  { id: 'latencyP50', label: 'p50', color: 'green' },
  { id: 'latencyP95', label: 'p95', color: 'blue' },
  { id: 'latencyP99', label: 'p99', color: 'violet' },
  { id: 'integrationP95', label: 'integration p95', color: 'gray', faint: true },
];
const CACHE: readonly Wanted[] = [
  { id: 'cacheHits', label: 'hits', color: 'green' },
  { id: 'cacheMisses', label: 'misses', color: 'gray' },
];
const FUNCTION: readonly Wanted[] = [
  { id: 'concurrency', label: 'concurrency', color: 'blue' },
  { id: 'functionErrors', label: 'errors', color: 'red' },
  { id: 'throttles', label: 'throttles', color: 'orange' },
];
const TABLE: readonly Wanted[] = [
  { id: 'readUnits', label: 'read units', color: 'blue' },
  { id: 'writeUnits', label: 'write units', color: 'green' },
  { id: 'readThrottles', label: 'read throttles', color: 'red' },
  { id: 'writeThrottles', label: 'write throttles', color: 'orange' },
];

/** The number of compared operations. More lines are hard to tell apart. */
const BUSIEST = 6;

export function picture(shown: ShownMetrics, compares: boolean): Picture {
  const { app, stage, operation, since, until, period } = shown;
  const each = period % 3_600 === 0 ? `${period / 3_600} h` : `${period / 60} min`;
  return {
    title: `${app}/${stage}${operation === undefined ? '' : ` ${operation}`}`,
    subtitle: `${plainMinute(since)} to ${minute(until)}, ${each} each`,
    from: Date.parse(since),
    step: period * 1_000,
    panels: (compares ? comparedPanels(shown.metrics) : stagePanels(shown.metrics)).filter(
      ({ lines }) => lines.length > 0,
    ),
  };
}

function stagePanels(metrics: readonly ShownMetric[]): Panel[] {
  const tables = [...new Set(metrics.filter(({ id }) => id === 'readUnits').map(({ of }) => of))];
  return [
    { title: 'Requests', unit: 'count', lines: linesOf(metrics, REQUESTS) },
    { title: 'Latency', unit: 'ms', lines: linesOf(metrics, LATENCY) },
    { title: 'Cache', unit: 'count', lines: linesOf(metrics, CACHE) },
    { title: 'Function', unit: 'count', lines: linesOf(metrics, FUNCTION) },
    ...tables.map((table): Panel => {
      const own = metrics.filter(({ of }) => of === table);
      return { title: `Table ${table}`, unit: 'count', lines: linesOf(own, TABLE) };
    }),
    { title: 'Firewall', unit: 'count', lines: firewallLines(metrics) },
  ];
}

function linesOf(metrics: readonly ShownMetric[], wanted: readonly Wanted[]): Line[] {
  return wanted.flatMap(({ id, label, color, faint }) => {
    const found = metrics.find((metric) => metric.id === id);
    return found ? [{ label, color: COLORS[color], values: found.values, ...(faint && { faint }) }] : [];
  });
}

/** A line for each rule. */
function firewallLines(metrics: readonly ShownMetric[]): Line[] {
  const colors = Object.values(COLORS);
  return metrics
    .filter(({ id }) => id === 'firewallBlocked' || id === 'firewallCounted')
    .map(({ label, values }, index) => ({ label, color: colors[index % colors.length]!, values }));
}

function comparedPanels(metrics: readonly ShownMetric[]): Panel[] {
  const busiest = metrics
    .filter(({ id }) => id === 'requests')
    .sort((a, b) => (b.total ?? 0) - (a.total ?? 0))
    .slice(0, BUSIEST)
    .map(({ of = '' }) => of);
  const colors = Object.values(COLORS);
  const lines = (id: string): Line[] =>
    busiest.flatMap((operation, index) => {
      const found = metrics.find((metric) => metric.id === id && metric.of === operation);
      return found ? [{ label: operation, color: colors[index]!, values: found.values }] : [];
    });
  return [
    { title: 'Requests', unit: 'count', lines: lines('requests') },
    { title: 'Latency p95', unit: 'ms', lines: lines('latencyP95') },
    { title: '4XX', unit: 'count', lines: lines('clientErrors') },
    { title: '5XX', unit: 'count', lines: lines('serverErrors') },
  ];
}
