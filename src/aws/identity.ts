/** Who the credentials belong to. The first call of every command that talks to AWS, so it also tests them. */
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Clients } from './clients.ts';

export interface CallerIdentity {
  /** Twelve digits. */
  readonly account: string;
  /** `aws`, `aws-cn`, `aws-us-gov` */
  readonly partition: string;
  readonly arn: string;
}

export async function callerIdentity(clients: Clients): Promise<CallerIdentity> {
  const sts = await clients.sts();
  const { Account: account = '', Arn: arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
  return { account, arn, partition: arn.split(':')[1] ?? 'aws' };
}
