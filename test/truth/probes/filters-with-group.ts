import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeMetricFiltersCommand,
  PutMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { isAwsError } from '../../../src/aws/sdk/errors/sdk-error.ts';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'filters-with-group',
  title: 'The metric filters of a log group are deleted with it: a new group of that name has none.',
  expected: { before: 1, after: 0 },
  async run(world) {
    const client = await world.clients.logs();
    const logGroupName = world.name('filtered');
    world.made('log-group', logGroupName);
    const create = new CreateLogGroupCommand({ logGroupName, tags: { ...world.tags } });
    const filters = async () =>
      (await client.send(new DescribeMetricFiltersCommand({ logGroupName }))).metricFilters?.length ?? 0;
    await client.send(create);
    await client.send(
      new PutMetricFilterCommand({
        logGroupName,
        filterName: 'truth',
        filterPattern: '{ $.status = 429 }',
        metricTransformations: [{ metricName: 'truth', metricNamespace: 'apikit/truth', metricValue: '1' }],
      }),
    );
    const before = await filters();
    await client.send(new DeleteLogGroupCommand({ logGroupName }));
    await world.eventually('create the log group again', 60, async () => {
      try {
        return await client.send(create);
      } catch (error) {
        if (isAwsError(error, 'OperationAbortedException', 'ResourceAlreadyExistsException')) return undefined;
        throw error;
      }
    });
    return { before, after: await filters() };
  },
};
