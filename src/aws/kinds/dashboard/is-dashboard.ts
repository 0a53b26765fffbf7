/** Tells whether a dashboard of this name exists. */
import { type CloudWatchClient, GetDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';

export async function isDashboard(client: CloudWatchClient, DashboardName: string): Promise<boolean> {
  return (await undefinedIfNotFound(client.send(new GetDashboardCommand({ DashboardName })))) !== undefined;
}
