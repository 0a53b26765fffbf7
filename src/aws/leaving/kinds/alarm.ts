/** How an alarm leaves. */
import { alarmInput } from '../../kinds/alarm/alarm-settings.ts';
import type { AlarmShape } from '../../kinds/alarm/shape.ts';
import { block, type Leaving } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

export const alarm: Leaving<AlarmShape> = {
  cloudFormation({ resource, attributes }) {
    // CloudFormation has the names of PutMetricAlarm.
    return [
      {
        logicalId: logicalId(resource.id),
        type: 'AWS::CloudWatch::Alarm',
        properties: { ...alarmInput(resource) },
        identifier: { AlarmName: attributes.name },
        values: { Arn: attributes.arn },
      },
    ];
  },

  terraform({ resource, attributes }) {
    const { metrics, expression, period, tags } = resource.properties;
    const input = alarmInput(resource);
    const [metric] = metrics;
    const single =
      expression === undefined && metric !== undefined
        ? {
            metric_name: metric.name,
            namespace: metric.namespace,
            dimensions: metric.dimensions,
            period,
            ...(input.Statistic ? { statistic: input.Statistic } : { extended_statistic: input.ExtendedStatistic }),
            ...(input.EvaluateLowSampleCountPercentile && {
              evaluate_low_sample_count_percentiles: input.EvaluateLowSampleCountPercentile,
            }),
          }
        : { metric_query: block(...(input.Metrics ?? []).map(queryOf)) };
    return [
      {
        type: 'aws_cloudwatch_metric_alarm',
        name: terraformName(resource.id),
        body: {
          alarm_name: attributes.name,
          alarm_description: input.AlarmDescription,
          ...single,
          evaluation_periods: input.EvaluationPeriods,
          datapoints_to_alarm: input.DatapointsToAlarm,
          threshold: input.Threshold,
          comparison_operator: input.ComparisonOperator,
          treat_missing_data: input.TreatMissingData,
          alarm_actions: input.AlarmActions,
          ...(input.OKActions && { ok_actions: input.OKActions }),
          tags,
        },
        importId: attributes.name,
        values: { arn: attributes.arn },
      },
    ];
  },
};

type Query = NonNullable<ReturnType<typeof alarmInput>['Metrics']>[number];

function queryOf({ Id, Expression, ReturnData, MetricStat }: Query) {
  const { Metric: { MetricName, Namespace, Dimensions = [] } = {}, Period, Stat } = MetricStat ?? {};
  return {
    id: Id,
    ...(Expression !== undefined && { expression: Expression }),
    return_data: ReturnData,
    ...(MetricStat && {
      metric: block({
        metric_name: MetricName,
        namespace: Namespace,
        period: Period,
        stat: Stat,
        dimensions: Object.fromEntries(Dimensions.map(({ Name = '', Value = '' }) => [Name, Value])),
      }),
    }),
  };
}
