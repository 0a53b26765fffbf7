/** `load --html`: one page with the requests and latencies over time, and the figures of each operation. */
import { replaceFile } from '../../../files/replace-file.ts';
import { version } from '../../../files/version.ts';
import type { Period } from '../../../load/figures.ts';
import { figureRows, type LoadReport, resultLine, shownMeasure } from '../../../ui/load-text.ts';

export async function writeLoadPage(file: string, report: LoadReport): Promise<void> {
  const [{ chart }, { page }] = await Promise.all([
    import('../../../metrics-picture/chart.ts'),
    import('../../../metrics-picture/page.ts'),
  ]);
  const { app, stage, begun, period, periods, goals } = report;
  const title = `${app}/${stage}`;
  const perSecond = (member: 'successful' | 'throttled' | 'errors') =>
    periods.map((one) => (one[member] * 1_000) / period);
  const latency = (member: 'p50' | 'p95' | 'p99') => periods.map((one: Period) => one[member]);
  const svg = chart({
    title,
    subtitle: resultLine(report),
    from: begun,
    step: period,
    panels: [
      {
        title: 'Requests per second',
        unit: 'count',
        lines: [
          { label: 'successful', color: '#2563eb', values: perSecond('successful') },
          { label: '429', color: '#d97706', values: perSecond('throttled') },
          { label: 'errors', color: '#dc2626', values: perSecond('errors') },
        ],
      },
      {
        title: 'Latency',
        unit: 'ms',
        lines: [
          { label: 'p50', color: '#2563eb', values: latency('p50') },
          { label: 'p95', color: '#7c3aed', values: latency('p95') },
          { label: 'p99', color: '#6b7280', faint: true, values: latency('p99') },
        ],
      },
    ],
  });
  const [head = [], ...rows] = figureRows(report);
  const judged = goals.map(
    ({ goal, measured, met }) => `${goal.text} was ${met ? 'met' : 'missed'}: ${shownMeasure(goal, measured)}.`,
  );
  const foot = [...judged, `Measured by apikit ${version()} at ${report.url}.`].join(' ');
  await replaceFile(file, page({ title, svg, table: { head, rows }, foot }));
}
