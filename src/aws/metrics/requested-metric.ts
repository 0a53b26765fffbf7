/** A metric that is requested from CloudWatch (docs/aws/cloudwatch.md). Pure. */

export interface RequestedMetric {
  /** For example `requests`, `latencyP95`. Together with `of` for a table or an operation. */
  readonly id: string;
  /** The table, or the operation as `GET /items`. */
  readonly of?: string;
  readonly label: string;
  readonly unit: 'count' | 'ms';
  readonly namespace: 'AWS/ApiGateway' | 'AWS/Lambda' | 'AWS/DynamoDB' | 'AWS/Logs' | 'AWS/WAFV2';
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Maximum' | 'p50' | 'p95' | 'p99';
}

/** The most queries that one call accepts. */
export const MOST_QUERIES = 500;
