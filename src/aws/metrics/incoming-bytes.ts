import type { RequestedMetric } from './requested-metric.ts';

/** The bytes that a log group ingested, before compression (docs/aws/logs.md). Pure. */
export const incomingBytes = (group: string): RequestedMetric => ({
  id: 'incomingBytes',
  label: 'incoming bytes',
  unit: 'count',
  namespace: 'AWS/Logs',
  metric: 'IncomingBytes',
  dimensions: { LogGroupName: group },
  statistic: 'Sum',
});
