import { GetAccountCommand, UpdateAccountCommand } from '@aws-sdk/client-api-gateway';
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer, refusal, useGatewayCloud } from './gateway-cloud.ts';

const cloud = useGatewayCloud();
let iam: IAMClient;

beforeAll(() => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  iam = new IAMClient({ endpoint: cloud.services.endpoint, region: 'us-east-1', credentials });
});
afterAll(() => iam.destroy());

const setRole = (value: string) =>
  cloud.client.send(
    new UpdateAccountCommand({ patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value }] }),
  );

async function role(name: string, service: string): Promise<string> {
  const Statement = [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument }));
  return Role!.Arn!;
}

const attachLogsPolicy = (RoleName: string) => {
  const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs';
  return iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
};

const NOT_PERMITTED =
  'The role ARN does not have required permissions configured. Please grant trust permission for API Gateway and add the required role policy.';

test("a new account has no role and the region's throttle", async () => {
  expect(answer(await cloud.client.send(new GetAccountCommand({})))).toEqual({
    throttleSettings: { burstLimit: 5000, rateLimit: 10_000 },
    features: ['UsagePlans'],
    apiKeyVersion: '4',
  });
});

test('a role must exist, trust API Gateway and have a policy', async () => {
  const trusted = await role('trusted', 'apigateway.amazonaws.com');
  const stranger = await role('stranger', 'lambda.amazonaws.com');
  await attachLogsPolicy('stranger');

  for (const arn of ['arn:aws:iam::000000000000:role/nobody', stranger, trusted]) {
    expect((await refusal(setRole(arn))).message).toBe(NOT_PERMITTED);
  }
  await attachLogsPolicy('trusted');
  expect((await setRole(trusted)).cloudwatchRoleArn).toBe(trusted);
  expect((await cloud.client.send(new GetAccountCommand({}))).cloudwatchRoleArn).toBe(trusted);
});

test('an invalid role ARN is rejected', async () => {
  expect((await refusal(setRole('nobody'))).message).toBe('Invalid ARN specified in the request');
});
