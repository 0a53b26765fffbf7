/**
 * How many bytes a query of Logs Insights would scan: what CloudWatch Logs has counted as taken into the groups in that time, before
 * it was compressed (docs/aws/logs.md). One call.
 */
import { type CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';

const MINUTE = 60;
const DAY = 86_400;

/** `from`, `to`: ms since the epoch. CloudWatch counts some minutes late, so the newest lines may not be in it. */
export async function bytesToScan(
  client: CloudWatchClient,
  { groups, from, to, now }: { groups: readonly string[]; from: number; to: number; now: number },
): Promise<number> {
  const period = periodFor((now - from) / 1_000, (to - from) / 1_000);
  const step = period * 1_000;
  const { MetricDataResults = [] } = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(Math.floor(from / step) * step),
      EndTime: new Date(Math.ceil(to / step) * step),
      MetricDataQueries: groups.map((group, index) => ({
        Id: `g${index}`,
        MetricStat: {
          Metric: {
            Namespace: 'AWS/Logs',
            MetricName: 'IncomingBytes',
            Dimensions: [{ Name: 'LogGroupName', Value: group }],
          },
          Period: period,
          Stat: 'Sum',
        },
      })),
    }),
  );
  return MetricDataResults.flatMap(({ Values = [] }) => Values).reduce((sum, value) => sum + value, 0);
}

/** Seconds. Minutes are kept for 15 days and five minutes for 63; a day of minutes is well within one answer. */
function periodFor(age: number, length: number): number {
  if (age > 63 * DAY) return 60 * MINUTE;
  if (age > 15 * DAY || length > DAY) return 5 * MINUTE;
  return MINUTE;
}
