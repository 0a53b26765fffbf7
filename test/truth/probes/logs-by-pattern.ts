import {
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'logs-by-pattern',
  title: 'DescribeLogGroups returns the retention in a listing by prefix, and omits it in a listing by pattern.',
  expected: { byPrefix: 7, byPattern: null },
  async run(world) {
    const client = await world.clients.logs();
    const logGroupName = world.name('retention');
    world.made('log-group', logGroupName);
    await client.send(new CreateLogGroupCommand({ logGroupName, tags: { ...world.tags } }));
    await client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 7 }));
    const listing = async (filter: { logGroupNamePrefix: string } | { logGroupNamePattern: string }) =>
      (await client.send(new DescribeLogGroupsCommand(filter))).logGroups?.[0];
    const byPrefix = await listing({ logGroupNamePrefix: logGroupName });
    // The index of patterns may not have a new log group yet.
    const byPattern = await world.eventually('list the group by pattern', 120, () =>
      listing({ logGroupNamePattern: logGroupName }),
    );
    return { byPrefix: byPrefix?.retentionInDays ?? null, byPattern: byPattern.retentionInDays ?? null };
  },
};
