/** The number of concurrent executions that Lambda allows all functions of an account and region. One read. */
import { GetAccountSettingsCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Right } from '../../engine/rights.ts';

export const CONCURRENCY_RIGHTS: readonly Right[] = [{ actions: ['lambda:GetAccountSettings'] }];

/** The limit of accounts that are not new (docs/aws/quotas.md). */
const USUAL = 1_000;

/** The executions that must stay for the functions without a reservation (docs/aws/quotas.md). */
export const LEAST_UNRESERVED = 100;

export interface AccountConcurrency {
  readonly limit: number;
  /** The part of the limit that no function has reserved. */
  readonly unreserved: number;
}

export async function accountConcurrency(client: LambdaClient): Promise<AccountConcurrency> {
  const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
  const limit = AccountLimit?.ConcurrentExecutions ?? USUAL;
  return { limit, unreserved: AccountLimit?.UnreservedConcurrentExecutions ?? limit };
}
