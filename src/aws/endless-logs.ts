/** Log groups that keep their lines for ever, and an end for them. */
import {
  type CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';

/** Those with this beginning that exist and have no retention. A read for each 50. */
export async function endlessLogs(client: CloudWatchLogsClient, logGroupNamePrefix: string): Promise<string[]> {
  const endless: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix, ...(nextToken && { nextToken }) }),
    );
    for (const { logGroupName = '', retentionInDays } of page.logGroups ?? [])
      if (retentionInDays === undefined) endless.push(logGroupName);
    nextToken = page.nextToken;
  } while (nextToken);
  return endless;
}

/** Writes. */
export async function endLogs(
  client: CloudWatchLogsClient,
  logGroupName: string,
  retentionInDays: number,
): Promise<void> {
  await client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
}
