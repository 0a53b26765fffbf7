/**
 * Kind `metric-filter`: counts lines of a log group as a metric. Filters have no tags: the group belongs to the stage,
 * and the name begins with the stage's name. One listing returns all filters of a group. They are deleted with their
 * group (docs/aws/logs.md).
 */
import {
  DeleteMetricFilterCommand,
  DescribeMetricFiltersCommand,
  type MetricFilter,
  PutMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Kind, Observed, Resource } from '../../../engine/resource.ts';
import { accessLogGroup, baseName } from '../../../naming/names.ts';
import { identityIn } from '../../../naming/tags.ts';
import { ownLogGroups } from '../../arns/own-arns.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { sharedRead } from '../shared-read.ts';
import type { MetricFilterProperties, MetricFilterShape } from './shape.ts';

export function metricFilterKind({ clients, clock }: KindDependencies): Kind<MetricFilterShape> {
  const listing = sharedRead(clock, async (logGroupName) => {
    const client = await clients.logs();
    const filters: MetricFilter[] = [];
    let nextToken: string | undefined;
    do {
      const page = await undefinedIfNotFound(
        client.send(new DescribeMetricFiltersCommand({ logGroupName, nextToken })),
      );
      filters.push(...(page?.metricFilters ?? []));
      nextToken = page?.nextToken;
    } while (nextToken);
    return filters;
  });

  return {
    kind: 'metric-filter',
    rights: [
      {
        actions: ['logs:DescribeMetricFilters', 'logs:PutMetricFilter', 'logs:DeleteMetricFilter'],
        on: ownLogGroups,
      },
    ],
    // The group's name is known, so nothing must be read before.
    readsBy: [],
    async ownedNames(tags) {
      const stage = identityIn(tags);
      const filters = await listing.get(accessLogGroup(stage));
      return filters.map(({ filterName = '' }) => filterName).filter((name) => name.startsWith(`${baseName(stage)}-`));
    },
    async read({ name, properties }) {
      const { logGroup } = properties;
      const filter = (await listing.get(logGroup)).find(({ filterName }) => filterName === name);
      return filter && observedAs(name, described(filter, logGroup));
    },
    diff: ({ properties }, observed) => diffFields(properties, observed.properties),
    async apply({ name, properties }: Resource<MetricFilterShape>) {
      const client = await clients.logs();
      const desired = properties;
      await client.send(
        new PutMetricFilterCommand({
          logGroupName: desired.logGroup,
          filterName: name,
          filterPattern: desired.pattern,
          // Without a default value, CloudWatch adds a data point, and bills it, only if there are such lines.
          metricTransformations: [{ metricNamespace: desired.namespace, metricName: desired.metric, metricValue: '1' }],
        }),
      );
      listing.forget();
      return observedAs(name, desired);
    },
    async remove({ name, properties }) {
      const client = await clients.logs();
      const { logGroup } = properties;
      const command = new DeleteMetricFilterCommand({ logGroupName: logGroup, filterName: name });
      await undefinedIfNotFound(client.send(command));
      listing.forget();
    },
  };
}

/** A value or default that somebody else set appears as a difference of the metric. */
function described({ filterPattern, metricTransformations = [] }: MetricFilter, logGroup: string) {
  const [{ metricNamespace = '', metricName = '', metricValue, defaultValue, dimensions } = {}, ...more] =
    metricTransformations;
  const plain = metricValue === '1' && defaultValue === undefined && dimensions === undefined && more.length === 0;
  return {
    logGroup,
    pattern: filterPattern ?? '',
    namespace: metricNamespace,
    metric: plain ? metricName : `${metricName} (with another value)`,
  };
}

function observedAs(name: string, properties: MetricFilterProperties): Observed<MetricFilterShape> {
  return { attributes: { name }, properties, owned: true };
}
