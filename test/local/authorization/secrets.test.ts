import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { service as iam } from '../../../src/local/services/iam/service.ts';
import { service as secretsmanager } from '../../../src/local/services/secretsmanager/service.ts';
import { service as sts } from '../../../src/local/services/sts/service.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';

const ARN = 'arn:aws:secretsmanager:eu-west-1:000000000000:secret';
let cloud: Services;
let client: SecretsManagerClient;

/** The session of a function, with the policy that apikit gives a function for the secret `shop/db`. */
beforeAll(async () => {
  cloud = await startServices([iam, secretsmanager, sts]);
  const root = {
    endpoint: cloud.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  const owner = new SecretsManagerClient(root);
  for (const Name of ['shop/db', 'shop/db-admin', 'other']) {
    await owner.send(new CreateSecretCommand({ Name, SecretString: Name }));
  }
  const roles = new IAMClient(root);
  const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const trust = document({ Effect: 'Allow', Principal: { AWS: '000000000000' }, Action: 'sts:AssumeRole' });
  const { Role } = await roles.send(new CreateRoleCommand({ RoleName: 'shop', AssumeRolePolicyDocument: trust }));
  const policy = document({
    Effect: 'Allow',
    Action: 'secretsmanager:GetSecretValue',
    Resource: `${ARN}:shop/db-??????`,
  });
  await roles.send(new PutRolePolicyCommand({ RoleName: 'shop', PolicyName: 'function', PolicyDocument: policy }));
  const assume = new AssumeRoleCommand({ RoleArn: Role!.Arn!, RoleSessionName: 'job' });
  const { Credentials: session } = await new STSClient(root).send(assume);
  const credentials = {
    accessKeyId: session!.AccessKeyId!,
    secretAccessKey: session!.SecretAccessKey!,
    sessionToken: session!.SessionToken!,
  };
  client = new SecretsManagerClient({ ...root, credentials });
});
afterAll(() => cloud.close());

const read = async (SecretId: string) => (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;

it('a role reads the secret that its policy names, and no other with the same prefix', async () => {
  expect(await read('shop/db')).toBe('shop/db');
  const denied = (secret: string) => new RegExp(`GetSecretValue on resource: ${ARN}:${secret}-[A-Z0-9]{6} because no`);
  await expect(read('shop/db-admin')).rejects.toThrow(denied('shop/db-admin'));
  await expect(read('other')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await expect(client.send(new ListSecretsCommand({}))).rejects.toMatchObject({ name: 'AccessDeniedException' });
});
