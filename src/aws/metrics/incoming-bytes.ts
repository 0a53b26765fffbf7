import type { MetricWish } from './metric-wish.ts';

/** What was taken into a log group, in bytes before they are compressed (docs/aws/logs.md). Pure. */
export const incomingBytes = (group: string): MetricWish => ({
  id: 'incomingBytes',
  label: 'incoming bytes',
  unit: 'count',
  namespace: 'AWS/Logs',
  metric: 'IncomingBytes',
  dimensions: { LogGroupName: group },
  statistic: 'Sum',
});
