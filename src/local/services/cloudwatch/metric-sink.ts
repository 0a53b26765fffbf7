/** How gateway and function runtime record metrics: the same store as the CloudWatch API, without a request. */
import type { CloudBase, MetricSink } from '../../cloud.ts';
import { addValue } from './distribution.ts';
import { metricStoreOf } from './metric-store.ts';

/** A value reaches the disk within a second, and at `close`. */
export function createMetricSink(base: CloudBase): MetricSink & { close(): void } {
  const store = metricStoreOf(base);
  return {
    record(scope, data) {
      const now = base.clock.now();
      for (const { value, ...identity } of data)
        store.update(scope, identity, now, (minute) => addValue(minute, value));
    },
    close: () => store.flush(),
  };
}
