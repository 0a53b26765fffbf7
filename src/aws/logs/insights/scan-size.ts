/**
 * How many bytes a query of Logs Insights would scan: what CloudWatch Logs has counted as taken into the groups in that time, before
 * it was compressed (docs/aws/logs.md).
 */
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { incomingBytes } from '../../metrics/incoming-bytes.ts';
import { stageMetrics } from '../../metrics/stage-metrics.ts';

const MINUTE = 60;
const DAY = 86_400;

/** `from`, `to`: ms since the epoch. CloudWatch counts some minutes late, so the newest lines may not be in it. */
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

/** Seconds. Minutes are kept for 15 days and five minutes for 63; as few values as tell where the time begins and ends. */
function periodFor(age: number, length: number): number {
  if (age > 63 * DAY) return 60 * MINUTE;
  if (age > 15 * DAY || length > DAY) return 5 * MINUTE;
  return MINUTE;
}
