import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, it } from 'vitest';
import { refusal, startAdverseCloud } from './adverse-cloud.ts';

const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });

it('a change of a role’s policies takes effect only after a while, in both directions', async () => {
  const { clock, iam, endpoint } = await startAdverseCloud({ factor: 1, latency: false });
  const RoleName = 'worker';
  const trust = { Effect: 'Allow', Principal: { AWS: '000000000000' }, Action: 'sts:AssumeRole' };
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document(trust) }));
  clock.advance(8000);
  const config = { endpoint, region: 'eu-west-1', maxAttempts: 1 };
  const sts = new STSClient({ ...config, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  const assume = new AssumeRoleCommand({ RoleArn: Role!.Arn, RoleSessionName: 'job' });
  const { AccessKeyId, SecretAccessKey, SessionToken } = (await sts.send(assume)).Credentials!;
  const credentials = { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken! };
  const client = new DynamoDBClient({ ...config, credentials });
  const list = () => client.send(new ListTablesCommand({}));

  const PolicyDocument = document({ Effect: 'Allow', Action: 'dynamodb:ListTables', Resource: '*' });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument }));
  clock.advance(7999);
  expect(await refusal(list())).toMatchObject({ name: 'AccessDeniedException' });
  clock.advance(1);
  expect((await list()).TableNames).toEqual([]);

  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'p' }));
  clock.advance(7999);
  expect((await list()).TableNames).toEqual([]);
  clock.advance(1);
  expect(await refusal(list())).toMatchObject({ name: 'AccessDeniedException' });
});

it('a role is readable immediately, and one second later its policies can be written', async () => {
  const { clock, iam } = await startAdverseCloud({ factor: 1, latency: false });
  const RoleName = 'worker';
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document(trust) }));
  expect((await iam.send(new GetRoleCommand({ RoleName }))).Role).toMatchObject({ RoleName });
  const PolicyDocument = document({ Effect: 'Allow', Action: 'dynamodb:ListTables', Resource: '*' });
  const put = () => iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument }));
  const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
  const attach = () => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  clock.advance(999);
  expect(await refusal(put())).toMatchObject({ name: 'NoSuchEntityException' });
  expect(await refusal(attach())).toMatchObject({ name: 'NoSuchEntityException' });
  clock.advance(1);
  await put();
  await attach();
});
