/** How gateway and function runtime record metrics: the same store as the CloudWatch API, without a request. */
import type { CloudBase, MetricSink } from '../../cloud.ts';
import { metricStoreOf } from './metric-store.ts';

/** A value reaches the disk within a second, and at `close`. */
export function createMetricSink(base: CloudBase): MetricSink & { close(): void } {
  const store = metricStoreOf(base);
  return {
    meter: (scope, metric) => store.meter(scope, metric),
    close: () => store.flush(),
  };
}
