/** PutMetricFilter, DescribeMetricFilters, DeleteMetricFilter, for metrics without dimensions and default value. */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { MetricTransformation } from '../../models/logs.ts';
import { parseFilterPattern } from './filter-pattern.ts';
import { findGroup, groupsOf, type MetricFilter, page } from './model.ts';
import { operation } from './operation.ts';

/**
 * "The maximum number of metric filters that can be associated with a log group is 100": botocore's model of `logs`.
 */
const MOST_FILTERS = 100;

export const putMetricFilter = operation('PutMetricFilter', (input, context) => {
  refuseMembers('Logs PutMetricFilter', input, [
    'applyOnTransformedLogs',
    'fieldSelectionCriteria',
    'emitSystemFieldDimensions',
  ]);
  const { logGroupName, filterName, filterPattern, metricTransformations } = input;
  const metricTransformation = readTransformation(metricTransformations[0]!);
  parseFilterPattern(filterPattern);
  const group = findGroup(context.cloud, context, logGroupName);
  const others = (group.metricFilters ?? []).filter((one) => one.filterName !== filterName);
  if (others.length >= MOST_FILTERS) throw new AwsError('LimitExceededException', 'Resource limit exceeded.');
  const filter: MetricFilter = {
    filterName,
    filterPattern,
    metricTransformations: [metricTransformation],
    creationTime: context.cloud.clock.now(),
  };
  const metricFilters = [...others, filter].sort((a, b) => (a.filterName < b.filterName ? -1 : 1));
  groupsOf(context.cloud, context).put(logGroupName, { ...group, metricFilters });
});

function readTransformation(input: MetricTransformation): MetricTransformation {
  const { metricName, metricNamespace, metricValue, unit, defaultValue, dimensions } = input;
  if (defaultValue !== undefined) throw notImplemented('Logs PutMetricFilter with defaultValue');
  if (dimensions && Object.keys(dimensions).length > 0) throw notImplemented('Logs PutMetricFilter with dimensions');
  if (metricValue.startsWith('$')) throw notImplemented('Logs PutMetricFilter with a metricValue that names a field');
  if (metricValue.trim() === '' || !Number.isFinite(Number(metricValue))) {
    throw new AwsError(
      'InvalidParameterException',
      `Invalid metric transformation: the value ${metricValue} is no number.`,
    );
  }
  return { metricName, metricNamespace, metricValue, unit };
}

/** "The results are ASCII-sorted by filter name": botocore's model of `logs`. */
export const describeMetricFilters = operation('DescribeMetricFilters', (input, context) => {
  const { logGroupName, filterNamePrefix = '', metricName, metricNamespace, limit } = input;
  const groups =
    logGroupName === undefined
      ? groupsOf(context.cloud, context).values()
      : [findGroup(context.cloud, context, logGroupName)];
  const found = groups
    .flatMap((group) => (group.metricFilters ?? []).map((filter) => ({ ...filter, logGroupName: group.logGroupName })))
    .filter(({ filterName, metricTransformations: [metric] }) => {
      const named = metricName === undefined || metric.metricName === metricName;
      const placed = metricNamespace === undefined || metric.metricNamespace === metricNamespace;
      return filterName.startsWith(filterNamePrefix) && named && placed;
    })
    .sort((a, b) => (a.filterName < b.filterName ? -1 : 1));
  const { items, next } = page(found, limit ?? 50, input.nextToken);
  return { metricFilters: items, nextToken: next };
});

export const deleteMetricFilter = operation('DeleteMetricFilter', ({ logGroupName, filterName }, context) => {
  const group = findGroup(context.cloud, context, logGroupName);
  const metricFilters = (group.metricFilters ?? []).filter((one) => one.filterName !== filterName);
  if (metricFilters.length === (group.metricFilters ?? []).length) {
    throw new AwsError('ResourceNotFoundException', 'The specified metric filter does not exist.');
  }
  groupsOf(context.cloud, context).put(logGroupName, { ...group, metricFilters });
});
