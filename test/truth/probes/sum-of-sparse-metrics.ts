import { GetMetricDataCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { Probe } from '../probe.ts';

const NAMESPACE = 'apikit/truth';

export const probe: Probe = {
  id: 'sum-of-sparse-metrics',
  title: 'The sum of filled metrics has a point where one metric has one, although another metric has no data at all.',
  cost: 'one custom metric for an hour, which CloudWatch forgets by itself',
  expected: { alone: 3, sum: 3 },
  async run(world) {
    const client = await world.clients.cloudwatch();
    const [MetricName, other] = [world.name('there'), world.name('not-there')];
    const Timestamp = new Date();
    await client.send(
      new PutMetricDataCommand({ Namespace: NAMESPACE, MetricData: [{ MetricName, Value: 3, Timestamp }] }),
    );
    const metric = (Id: string, name: string) => ({
      Id,
      MetricStat: { Metric: { Namespace: NAMESPACE, MetricName: name }, Period: 60, Stat: 'Sum' },
    });
    const MetricDataQueries = [
      metric('alone', MetricName),
      { ...metric('nothing', other), ReturnData: false },
      { Id: 'sum', Expression: 'SUM([FILL(alone, 0), FILL(nothing, 0)])' },
    ];
    const StartTime = new Date(Timestamp.getTime() - 300_000);
    const EndTime = new Date(Timestamp.getTime() + 60_000);
    return await world.eventually('read the metric', 300, async () => {
      const { MetricDataResults = [] } = await client.send(
        new GetMetricDataCommand({ MetricDataQueries, StartTime, EndTime }),
      );
      const most = (id: string) => Math.max(-1, ...(MetricDataResults.find(({ Id }) => Id === id)?.Values ?? []));
      return most('alone') < 0 ? undefined : { alone: most('alone'), sum: most('sum') };
    });
  },
};
