/** How a metric filter leaves. */
import type { MetricFilterShape } from '../../kinds/metric-filter/shape.ts';
import { block, type Leaving } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

/** Each matching line counts once. */
const VALUE = '1';

export const metricFilter: Leaving<MetricFilterShape> = {
  cloudFormation({ resource: { id, name, properties } }) {
    const { logGroup, pattern, namespace, metric } = properties;
    return [
      {
        logicalId: logicalId(id),
        type: 'AWS::Logs::MetricFilter',
        properties: {
          FilterName: name,
          LogGroupName: logGroup,
          FilterPattern: pattern,
          MetricTransformations: [{ MetricName: metric, MetricNamespace: namespace, MetricValue: VALUE }],
        },
        identifier: { LogGroupName: logGroup, FilterName: name },
      },
    ];
  },

  terraform({ resource: { id, name, properties } }) {
    const { logGroup, pattern, namespace, metric } = properties;
    return [
      {
        type: 'aws_cloudwatch_log_metric_filter',
        name: terraformName(id),
        body: {
          name,
          log_group_name: logGroup,
          pattern,
          metric_transformation: block({ name: metric, namespace, value: VALUE }),
        },
        importId: `${logGroup}:${name}`,
      },
    ];
  },
};
