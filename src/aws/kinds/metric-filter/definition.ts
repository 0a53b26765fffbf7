/** Describes the kind `metric-filter`. */
import { accessLogGroup } from '../../../naming/names.ts';
import type { KindDefinition } from '../definition.ts';
import type { FormerContext } from '../former.ts';
import { metricFilterKind } from './metric-filter.ts';
import type { MetricFilterShape } from './shape.ts';

export const metricFilter: KindDefinition<MetricFilterShape> = {
  kind: 'metric-filter',
  plural: 'metric filters',
  create: metricFilterKind,
  former: {
    properties: (owner) => ({ logGroup: accessLogGroup(owner) }),
    leftOver: (seen, listed) => (hasMore(seen) ? listed() : []),
  },
};

/** Whether the access log's group has unwanted filters: earlier ones of ours, or somebody else's. */
function hasMore({ desired, observed }: FormerContext): boolean {
  const wanted = desired.filter(({ id, kind }) => kind === 'metric-filter' && observed.has(id));
  return Number(observed.get('log-group/access')?.attributes.metricFilters ?? 0) > wanted.length;
}
