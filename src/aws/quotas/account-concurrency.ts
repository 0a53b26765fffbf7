/** The number of concurrent executions that Lambda allows all functions of an account and region. One read. */
import { GetAccountSettingsCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Right } from '../../engine/rights.ts';

export const CONCURRENCY_RIGHTS: readonly Right[] = [{ actions: ['lambda:GetAccountSettings'] }];

/** The limit of accounts that are not new (docs/aws/quotas.md). */
const USUAL = 1_000;

export async function accountConcurrency(client: LambdaClient): Promise<number> {
  const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
  return AccountLimit?.ConcurrentExecutions ?? USUAL;
}
