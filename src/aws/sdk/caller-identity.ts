/**
 * The owner of the credentials. It is the first call of every command that talks to AWS, so it also tests the
 * credentials.
 */
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Clients } from './clients.ts';
import { notAws } from './errors/explain-network-error.ts';

export interface CallerIdentity {
  /** Twelve digits. */
  readonly account: string;
  /** `aws`, `aws-cn`, `aws-us-gov` */
  readonly partition: string;
  readonly arn: string;
}

/** Also tells the clients their account. Throws `NotAws` if the response has no account. */
export async function callerIdentity(clients: Clients): Promise<CallerIdentity> {
  const sts = await clients.sts();
  const { Account: account = '', Arn: arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
  if (!/^\d{12}$/.test(account)) {
    const endpoint = await clients.customEndpoint('STS');
    const region = await sts.config.region();
    throw notAws({
      service: 'STS',
      operation: 'GetCallerIdentity',
      region,
      ...(endpoint !== undefined && { endpoint }),
    });
  }
  clients.belongTo(account);
  return { account, arn, partition: arn.split(':')[1] ?? 'aws' };
}
