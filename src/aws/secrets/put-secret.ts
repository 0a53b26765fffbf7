/** Writes a value to an existing secret in Secrets Manager. */
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';

/** Returns the ARN, or `undefined` if the secret does not exist or is being deleted. Reads no value. */
export async function findSecret(client: SecretsManagerClient, id: string): Promise<string | undefined> {
  const { DescribeSecretCommand } = await import('@aws-sdk/client-secrets-manager');
  const secret = await undefinedIfNotFound(client.send(new DescribeSecretCommand({ SecretId: id })));
  return secret?.DeletedDate === undefined ? secret?.ARN : undefined;
}

/** Writes a new version of the secret, which readers get from now on. */
export async function putSecret(client: SecretsManagerClient, arn: string, value: string): Promise<void> {
  const { PutSecretValueCommand } = await import('@aws-sdk/client-secrets-manager');
  await client.send(new PutSecretValueCommand({ SecretId: arn, SecretString: value }));
}
