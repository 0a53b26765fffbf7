/** Counts log lines as they arrive: in the metrics of their group, and in those of its metric filters. */
import type { LogEvent, MetricSink, Scope } from '../../cloud/cloud.ts';
import { countFiltered } from './filtered-metrics.ts';
import { countIncoming } from './log-metrics.ts';
import type { LogGroup } from './model.ts';

export function countEvents(metrics: MetricSink, scope: Scope, group: LogGroup, events: readonly LogEvent[]): void {
  countIncoming(metrics, scope, group, events);
  countFiltered(metrics, scope, group, events);
}
