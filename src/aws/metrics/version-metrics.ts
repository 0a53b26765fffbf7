/** Lambda's metrics of several versions of a function: one call for all of them (docs/aws/cloudwatch.md). */
import { type CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Right } from '../../engine/rights.ts';

export const METRIC_RIGHTS: readonly Right[] = [{ actions: ['cloudwatch:GetMetricData'] }];

export interface VersionMetrics {
  readonly invocations: number;
  readonly errors: number;
  readonly throttles: number;
}

const METRICS = { invocations: 'Invocations', errors: 'Errors', throttles: 'Throttles' } as const;

/** Milliseconds. */
const MINUTE = 60_000;

/**
 * `from` and `to` are in milliseconds since the epoch. Returns the metrics in the order of `versions`; a metric without
 * data is 0.
 */
export async function versionMetrics(
  client: CloudWatchClient,
  { functionName, versions, from, to }: { functionName: string; versions: readonly string[]; from: number; to: number },
): Promise<VersionMetrics[]> {
  const queries = versions.flatMap((version, index) =>
    Object.entries(METRICS).map(
      ([key, MetricName]): MetricDataQuery => ({
        Id: `${key}${index}`,
        MetricStat: {
          Metric: {
            Namespace: 'AWS/Lambda',
            MetricName,
            Dimensions: [
              { Name: 'FunctionName', Value: functionName },
              { Name: 'Resource', Value: `${functionName}:${version}` },
            ],
          },
          Period: MINUTE / 1_000,
          Stat: 'Sum',
        },
      }),
    ),
  );
  // A minute that begins earlier contains earlier invocations.
  const StartTime = new Date(Math.ceil(from / MINUTE) * MINUTE);
  const EndTime = new Date(Math.max(Math.ceil(to / MINUTE), Math.ceil(from / MINUTE) + 1) * MINUTE);
  const sums = new Map<string, number>();
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new GetMetricDataCommand({ MetricDataQueries: queries, StartTime, EndTime, ...(NextToken && { NextToken }) }),
    );
    for (const { Id = '', Values = [] } of page.MetricDataResults ?? [])
      sums.set(
        Id,
        Values.reduce((sum, value) => sum + value, sums.get(Id) ?? 0),
      );
    NextToken = page.NextToken;
  } while (NextToken);
  const sum = (key: keyof VersionMetrics, index: number) => sums.get(`${key}${index}`) ?? 0;
  return versions.map((_, index) => ({
    invocations: sum('invocations', index),
    errors: sum('errors', index),
    throttles: sum('throttles', index),
  }));
}
