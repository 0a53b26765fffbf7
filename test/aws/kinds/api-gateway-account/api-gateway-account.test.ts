import { GetAccountCommand } from '@aws-sdk/client-api-gateway';
import {
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiGatewayAccountKind } from '../../../../src/aws/kinds/api-gateway-account/api-gateway-account.ts';
import type { Kind } from '../../../../src/engine/resource.ts';
import { service as apigateway } from '../../../../src/local/services/apigateway/service.ts';
import { service as iam } from '../../../../src/local/services/iam/service.ts';
import { service as logs } from '../../../../src/local/services/logs/service.ts';
import { callsOf, reconcile, resource, startWorld, type World } from '../../kind-world.ts';

const ROLE = 'apikit-api-gateway-logs';
const ARN = `arn:aws:iam::000000000000:role/${ROLE}`;
const wanted = resource('api-gateway-account', ROLE, {});
let world: World;
let kind: Kind;

beforeEach(async () => {
  world = await startWorld([iam, apigateway, logs]);
  kind = apiGatewayAccountKind(world);
});
afterEach(async () => await world.close());

async function makeRole(service: string): Promise<void> {
  const Statement = [{ Effect: 'Allow', Principal: { Service: [service] }, Action: ['sts:AssumeRole'] }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await (await world.clients.iam()).send(new CreateRoleCommand({ RoleName: ROLE, AssumeRolePolicyDocument }));
}

async function attachedPolicies(): Promise<(string | undefined)[] | undefined> {
  const iam = await world.clients.iam();
  const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: ROLE }));
  return AttachedPolicies?.map(({ PolicyName }) => PolicyName);
}

describe("the account's CloudWatch role", () => {
  it('is created and set in five writes if it does not exist, and then stays unchanged', async () => {
    expect((await callsOf(world, () => reconcile(kind, wanted, world))).writes).toBe(5);
    const gateway = await world.clients.apiGateway();
    expect((await gateway.send(new GetAccountCommand({}))).cloudwatchRoleArn).toBe(ARN);
    expect(await attachedPolicies()).toEqual(['AmazonAPIGatewayPushToCloudWatchLogs']);
    expect(await callsOf(world, () => reconcile(kind, wanted, world))).toEqual({ calls: 1, writes: 0 });
  });

  it('comes with a retention for the log group that API Gateway would create', async () => {
    await reconcile(kind, wanted, world);
    const client = await world.clients.logs();
    const { logGroups } = await client.send(new DescribeLogGroupsCommand({}));
    expect(logGroups).toMatchObject([{ logGroupName: '/aws/apigateway/welcome', retentionInDays: 30 }]);
  });

  it('keeps a retention that somebody set on that log group', async () => {
    const client = await world.clients.logs();
    const logGroupName = '/aws/apigateway/welcome';
    await client.send(new CreateLogGroupCommand({ logGroupName }));
    await client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 365 }));
    await reconcile(kind, wanted, world);
    const { logGroups } = await client.send(new DescribeLogGroupsCommand({}));
    expect(logGroups).toMatchObject([{ logGroupName, retentionInDays: 365 }]);
  });

  it('does not use a role of that name with another purpose, and does not change it', async () => {
    await makeRole('lambda.amazonaws.com');
    await expect(reconcile(kind, wanted, world)).rejects.toMatchObject({
      code: 'NotOurs',
      message: expect.stringContaining(ARN),
      hint: expect.stringContaining('API Gateway console'),
    });
    expect(await attachedPolicies()).toEqual([]);
  });

  it('from an interrupted run or another region is reused', async () => {
    await makeRole('apigateway.amazonaws.com');
    expect((await reconcile(kind, wanted, world)).attributes).toEqual({ arn: ARN, roleArn: ARN });
    expect(await attachedPolicies()).toEqual(['AmazonAPIGatewayPushToCloudWatchLogs']);
  });

  it('fails at once at an emulator without the managed policies of AWS', async () => {
    const target = { ...world.target, partition: 'aws-none' };
    await expect(reconcile(apiGatewayAccountKind({ ...world, target }), wanted, world)).rejects.toMatchObject({
      code: 'NoManagedPolicies',
      message: expect.stringContaining('policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs, because'),
    });
  });

  it('is never deleted', async () => {
    const observed = await reconcile(kind, wanted, world);
    const { calls } = await callsOf(world, () => kind.remove(wanted, observed, world.context));
    expect(calls).toBe(0);
  });

  it.each([
    'The role ARN does not have required permissions configured. Please grant trust permission for API Gateway and add the required role policy.',
    'The role ARN does not have required trust permission.',
    'API Gateway could not successfully write to CloudWatch Logs using the ARN specified',
    'API Gateway cannot assume the role.',
    'The role is not authorized to write logs.',
  ])('waits until API Gateway sees the role, and two runs do not repeat the wait: %s', async (message) => {
    world.proxy.add({
      method: 'PATCH',
      path: /^\/account/,
      times: 2,
      refuse: { status: 400, type: 'BadRequestException', message },
    });
    await reconcile(kind, wanted, world);
    expect(world.clock.slept).toHaveLength(2);
    expect(world.notes).toEqual(['waiting for the role to be usable']);
    await kind.apply(wanted, undefined, world.context);
  });

  it('that API Gateway never accepts ends with its response and what to check', async () => {
    const message = 'The role ARN does not have required permissions set to API Gateway';
    world.proxy.add({
      method: 'PATCH',
      path: /^\/account/,
      times: 99,
      refuse: { status: 400, type: 'BadRequestException', message },
    });
    await expect(reconcile(kind, wanted, world)).rejects.toMatchObject({
      code: 'GaveUp',
      message: expect.stringContaining(message),
      hint: expect.stringContaining(ARN),
    });
  });
});
