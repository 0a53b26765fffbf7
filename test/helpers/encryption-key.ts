/** Creates a KMS key with an alias in the cloud of a project, which its log groups may use. */
import { CreateAliasCommand, CreateKeyCommand } from '@aws-sdk/client-kms';
import type { Clients } from '../../src/aws/sdk/clients.ts';

export async function createEncryptionKey(clients: Clients, alias: string, principal?: string): Promise<string> {
  const client = await clients.kms();
  const statement = (Principal: object) => ({ Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' });
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      statement({ AWS: 'arn:aws:iam::000000000000:root' }),
      ...(principal === undefined ? [] : [statement({ Service: principal })]),
    ],
  });
  const { KeyMetadata } = await client.send(new CreateKeyCommand({ Policy }));
  await client.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: KeyMetadata!.KeyId }));
  return KeyMetadata!.Arn!;
}
