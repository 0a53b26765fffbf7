/** Runs a query of Logs Insights in one log group. A group that does not exist has no lines. */
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { type InsightsQuery, type InsightsRow, type QueryParts, runQuery } from './run-query.ts';

export async function rowsInGroup(
  client: CloudWatchLogsClient,
  { group, ...query }: Omit<InsightsQuery, 'groups'> & { readonly group: string },
  parts: QueryParts,
): Promise<readonly InsightsRow[]> {
  return (await undefinedIfNotFound(runQuery(client, { ...query, groups: [group] }, parts)))?.rows ?? [];
}
