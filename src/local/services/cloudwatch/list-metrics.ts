/** ListMetrics, filtered by namespace, name and dimensions. */
import { refuseMembers } from '../../cloud/constraints.ts';
import { dimensionsOnWire, page } from './checks.ts';
import { metricStoreOf } from './metric-store.ts';
import { operation } from './operation.ts';

const PAGE_SIZE = 500;
const RECENT_MS = 3 * 3_600_000;

export const listMetrics = operation('ListMetrics', (input, context) => {
  refuseMembers('CloudWatch ListMetrics', input, ['IncludeLinkedAccounts', 'OwningAccount']);
  const oldest = input.RecentlyActive === undefined ? 0 : context.cloud.clock.now() - RECENT_MS;
  const matching = metricStoreOf(context.cloud)
    .list(context)
    .filter(
      ({ identity: { namespace, name } }) =>
        namespace === (input.Namespace ?? namespace) && name === (input.MetricName ?? name),
    )
    .filter(({ identity: { dimensions } }) =>
      (input.Dimensions ?? []).every(
        ({ Name, Value }) => dimensions[Name] !== undefined && (Value === undefined || dimensions[Name] === Value),
      ),
    )
    .filter(({ minutes }) => [...minutes.keys()].some((minute) => minute >= oldest))
    .map(({ identity }) => ({
      Namespace: identity.namespace,
      MetricName: identity.name,
      Dimensions: dimensionsOnWire(identity.dimensions),
    }));
  // A metric that is recorded in two units is listed once.
  const distinct = [...new Map(matching.map((metric) => [JSON.stringify(metric), metric])).values()];
  const { items, next } = page(distinct, PAGE_SIZE, input.NextToken);
  return { Metrics: items, NextToken: next };
});
