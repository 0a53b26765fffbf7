/**
 * Records metrics of the gateway and the function runtime in the same store as the CloudWatch API, without a request.
 */
import type { CloudBase, MetricSink } from '../../cloud/cloud.ts';
import { metricStoreOf } from './metric-store.ts';

/** A value is on disk within a second, and after `close`. */
export function createMetricSink(base: CloudBase): MetricSink & { close(): void } {
  const store = metricStoreOf(base);
  return {
    meter: (scope, metric) => store.meter(scope, metric),
    close: () => store.flush(),
  };
}
