/** The shape of a metric filter, which counts the matching lines of a log group. Types only. */

export type MetricFilterProperties = {
  logGroup: string;
  pattern: string;
  namespace: string;
  metric: string;
};

export interface MetricFilterShape {
  kind: 'metric-filter';
  properties: MetricFilterProperties;
  attributes: { name: string };
  found: MetricFilterProperties;
}
