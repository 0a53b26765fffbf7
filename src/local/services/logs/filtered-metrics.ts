/** A metric filter adds a data point to its metric for each log line that matches. */
import type { LogEvent, Metric, MetricSink, Scope } from '../../cloud/cloud.ts';
import { parseFilterPattern } from './filter-pattern.ts';
import type { MessagePredicate } from './message-predicate.ts';
import type { LogGroup, MetricFilter } from './model.ts';

/** Stored filters are frozen; a changed filter is a new object. */
const predicates = new WeakMap<MetricFilter, MessagePredicate>();

function predicateOf(filter: MetricFilter): MessagePredicate {
  const predicate = predicates.get(filter) ?? parseFilterPattern(filter.filterPattern);
  predicates.set(filter, predicate);
  return predicate;
}

export function countFiltered(
  metrics: MetricSink,
  scope: Scope,
  { metricFilters = [] }: LogGroup,
  events: readonly LogEvent[],
): void {
  for (const filter of metricFilters) {
    const matching = events.filter(({ message }) => predicateOf(filter)(message));
    if (matching.length === 0) continue;
    const [{ metricNamespace, metricName, metricValue, unit = 'None' }] = filter.metricTransformations;
    const metric = { namespace: metricNamespace, name: metricName, dimensions: {}, unit: unit as Metric['unit'] };
    const record = metrics.meter(scope, metric);
    for (const _ of matching) record(Number(metricValue));
  }
}
