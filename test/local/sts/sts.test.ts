import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { service as iamService } from '../../../src/local/services/iam/service.ts';
import { service } from '../../../src/local/services/sts/service.ts';
import { aws, hasAwsCli } from '../../helpers/aws-cli.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';

const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };
let cloud: Services;
let sts: STSClient;
beforeAll(async () => {
  cloud = await startServices([service, iamService]);
  sts = new STSClient({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials });
});
afterAll(() => cloud.close());

async function makeRole(RoleName: string, Principal: object): Promise<string> {
  const iam = new IAMClient({ endpoint: cloud.endpoint, region: 'us-east-1', credentials });
  const statement = { Effect: 'Allow', Principal, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  return (await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }))).Role!.Arn!;
}

test('plain credentials are the root of the account', async () => {
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: '000000000000',
    Arn: 'arn:aws:iam::000000000000:root',
  });
});

test('a role that trusts the account can be assumed, and its credentials show their owner', async () => {
  const RoleArn = await makeRole('deployer', { AWS: 'arn:aws:iam::000000000000:root' });
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' }));
  expect(Credentials!.Expiration!.getTime()).toBeGreaterThan(Date.now());
  const assumed = new STSClient({
    endpoint: cloud.endpoint,
    region: 'eu-west-1',
    credentials: {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    },
  });
  const { Arn } = await assumed.send(new GetCallerIdentityCommand({}));
  expect(Arn).toBe('arn:aws:sts::000000000000:assumed-role/deployer/me');
});

test('a role that trusts only Lambda, and a missing role, are rejected in the same way', async () => {
  const RoleArn = await makeRole('function', { Service: 'lambda.amazonaws.com' });
  for (const arn of [RoleArn, `${RoleArn}-not`]) {
    await expect(sts.send(new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: 'me' }))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:iam::000000000000:root is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
    });
  }
});

test.each([
  'nothing-valid-in-here',
  'arn::b:::something/test-role',
  'arn:a::::something/test-role',
  'arn:a:::something/test-role',
  'arn:a:a::aaaaaaaaaa:',
])('a role named by %s does not exist', async (RoleArn) => {
  await expect(sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' }))).rejects.toMatchObject({
    name: 'ValidationError',
    message: `${RoleArn} is invalid`,
  });
});

test('GetSessionToken returns credentials for twelve hours', async () => {
  const { Credentials } = await sts.send(new GetSessionTokenCommand({}));
  expect(Credentials!.Expiration!.getTime() - Date.now()).toBeGreaterThan(11 * 3_600_000);
});

test.skipIf(!hasAwsCli)('the AWS CLI shows its caller', async () => {
  expect(await aws(cloud.endpoint, 'sts', 'get-caller-identity')).toMatchObject({ Account: '000000000000' });
});
