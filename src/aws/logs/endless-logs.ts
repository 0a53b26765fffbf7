/** Log groups without retention, and a way to set one. */
import {
  type CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';

/** The groups without retention among the group of this name and those below it. One read for each 50. */
export async function endlessLogs(client: CloudWatchLogsClient, name: string): Promise<string[]> {
  const endless: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: name, ...(nextToken && { nextToken }) }),
    );
    // The group of stage dev2 begins with the same name as that of stage dev.
    for (const { logGroupName = '', retentionInDays } of page.logGroups ?? [])
      if (retentionInDays === undefined && `${logGroupName}/`.startsWith(`${name}/`)) endless.push(logGroupName);
    nextToken = page.nextToken;
  } while (nextToken);
  return endless;
}

/** Sets the retention of a group. */
export async function endLogs(
  client: CloudWatchLogsClient,
  logGroupName: string,
  retentionInDays: number,
): Promise<void> {
  await client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
}
