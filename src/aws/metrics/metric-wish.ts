/** A series of a metric, as it is asked for (docs/aws/cloudwatch.md). Pure. */

export interface MetricWish {
  /** `requests`, `latencyP95`; of a table or an operation together with `of`. */
  readonly id: string;
  /** The table, or the operation as `GET /items`. */
  readonly of?: string;
  readonly label: string;
  readonly unit: 'count' | 'ms';
  readonly namespace: 'AWS/ApiGateway' | 'AWS/Lambda' | 'AWS/DynamoDB' | 'AWS/Logs';
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Maximum' | 'p50' | 'p95' | 'p99';
}

/** Queries that one call takes. */
export const MOST_QUERIES = 500;
