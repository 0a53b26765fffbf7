/** How many calls at once Lambda allows all functions of an account and region. One read. */
import { GetAccountSettingsCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Right } from '../../engine/rights.ts';

export const CONCURRENCY_RIGHTS: readonly Right[] = [{ actions: ['lambda:GetAccountSettings'] }];

/** What accounts have that are not new (docs/aws/quotas.md). */
const USUAL = 1_000;

export async function accountConcurrency(client: LambdaClient): Promise<number> {
  const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
  return AccountLimit?.ConcurrentExecutions ?? USUAL;
}
