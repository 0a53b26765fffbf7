/** Log groups that keep their lines for ever, and an end for them. */
import {
  type CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';

/** Of the group of this name and those below it, those that have no retention. A read for each 50. */
export async function endlessLogs(client: CloudWatchLogsClient, name: string): Promise<string[]> {
  const endless: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: name, ...(nextToken && { nextToken }) }),
    );
    // The stage dev2 of the API begins as its stage dev does.
    for (const { logGroupName = '', retentionInDays } of page.logGroups ?? [])
      if (retentionInDays === undefined && `${logGroupName}/`.startsWith(`${name}/`)) endless.push(logGroupName);
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
