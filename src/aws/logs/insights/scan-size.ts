/**
 * The number of bytes that a query of Logs Insights would scan: the bytes that CloudWatch Logs ingested into the groups
 * in that time, before compression (docs/aws/logs.md).
 */
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { incomingBytes } from '../../metrics/incoming-bytes.ts';
import { stageMetrics } from '../../metrics/stage-metrics.ts';

const MINUTE = 60;
const DAY = 86_400;

/**
 * `from` and `to` are in milliseconds since the epoch. CloudWatch counts some minutes late, so the newest lines may be
 * missing.
 */
export async function bytesToScan(
  client: CloudWatchClient,
  { groups, from, to, now }: { groups: readonly string[]; from: number; to: number; now: number },
): Promise<number> {
  const period = periodFor((now - from) / 1_000, (to - from) / 1_000);
  const step = period * 1_000;
  const range = { from: Math.floor(from / step) * step, to: Math.ceil(to / step) * step, period };
  const series = await stageMetrics(client, groups.map(incomingBytes), range);
  return series.flatMap(({ values }) => values).reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

/**
 * Seconds. CloudWatch keeps minutes for 15 days and five minutes for 63. The longest period that shows the beginning
 * and the end of the range is enough.
 */
function periodFor(age: number, length: number): number {
  if (age > 63 * DAY) return 60 * MINUTE;
  if (age > 15 * DAY || length > DAY) return 5 * MINUTE;
  return MINUTE;
}
