/** Which of some log groups are there. */
import { type CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';

/** One call for each; a name comes before all that go on after it (docs/aws/logs.md). */
export async function existingGroups(client: CloudWatchLogsClient, names: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    names.map(async (name) => {
      const { logGroups = [] } = await client.send(
        new DescribeLogGroupsCommand({ logGroupNamePrefix: name, limit: 1 }),
      );
      return logGroups.some(({ logGroupName }) => logGroupName === name);
    }),
  );
  return names.filter((_name, index) => found[index]);
}
