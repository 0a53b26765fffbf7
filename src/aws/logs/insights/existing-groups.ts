/** The log groups among these names that exist. */
import { type CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';

/**
 * Makes one call for each name. A group's own name comes before all names that it is a prefix of (docs/aws/logs.md).
 */
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
