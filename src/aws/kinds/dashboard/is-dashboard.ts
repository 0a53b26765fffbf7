/** Tells whether a dashboard of this name exists. */
import { type CloudWatchClient, GetDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { ifThere } from '../../sdk/errors/sdk-error.ts';

export async function isDashboard(client: CloudWatchClient, DashboardName: string): Promise<boolean> {
  return (await ifThere(client.send(new GetDashboardCommand({ DashboardName })))) !== undefined;
}
