/** The figures of the stage's firewall that `doctor` reads from CloudWatch, in one call. */
import { stageMetrics } from '../../aws/metrics/stage-metrics.ts';
import type { StageConfig } from '../../config/config.ts';
import { firewallDimensions } from '../../naming/metric-dimensions.ts';

const DAY = 86_400_000;

export async function daysWithCountedRequests(
  client: Parameters<typeof stageMetrics>[0],
  config: StageConfig,
  now: number,
): Promise<number> {
  const to = Math.ceil(now / DAY) * DAY;
  const counted = {
    id: 'firewallCounted',
    label: 'counted',
    unit: 'count',
    statistic: 'Sum',
    namespace: 'AWS/WAFV2',
    metric: 'CountedRequests',
    dimensions: firewallDimensions(config, 'ALL'),
  } as const;
  const [series] = await stageMetrics(client, [counted], { from: to - 30 * DAY, to, period: DAY / 1_000 });
  return series?.values.filter((value) => (value ?? 0) > 0).length ?? 0;
}
