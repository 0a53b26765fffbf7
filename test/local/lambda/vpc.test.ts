/** Functions in a VPC: their checks, their network interfaces, and the services that they reach. */
import {
  CreateSecurityGroupCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteSubnetCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningCloud } from '../../../src/local/start-cloud.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';
import { trusting } from './lambda-cloud.ts';
import { makeZip } from './zip.ts';

const SOURCE = `export const handler = async ({ url }) => {
  try {
    const target = process.env[url] ?? process.env.AWS_ENDPOINT_URL;
    return (await fetch(target + '/', { signal: AbortSignal.timeout(1500) })).status;
  } catch (error) { return error.name; }
};`;

let cloud: RunningCloud;
let ec2: EC2Client;
let lambda: LambdaClient;
let role = '';
let vpc = '';
let subnets: string[] = [];
let groups: string[] = [];

beforeAll(async () => {
  cloud = await startTestCloud();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const config = { endpoint: cloud.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
  ec2 = new EC2Client(config);
  lambda = new LambdaClient(config);
  const iam = new IAMClient(config);
  const trust = { AssumeRolePolicyDocument: trusting('lambda.amazonaws.com') };
  role = (await iam.send(new CreateRoleCommand({ RoleName: 'in-vpc', ...trust }))).Role!.Arn!;
  const arn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole';
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'in-vpc', PolicyArn: arn }));
  await iam.send(new CreateRoleCommand({ RoleName: 'bare', ...trust }));
  const found = await ec2.send(new DescribeSubnetsCommand({}));
  subnets = found.Subnets!.map(({ SubnetId }) => SubnetId!);
  vpc = found.Subnets![0]!.VpcId!;
  groups = (await ec2.send(new DescribeSecurityGroupsCommand({}))).SecurityGroups!.map(({ GroupId }) => GroupId!);
});
afterAll(() => cloud.close());

const create = (name: string, SubnetIds: string[], SecurityGroupIds: string[], Role = role) =>
  lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: makeZip({ 'index.mjs': SOURCE }) },
      VpcConfig: { SubnetIds, SecurityGroupIds },
    }),
  );

async function reached(name: string, url: string): Promise<unknown> {
  const Payload = JSON.stringify({ url });
  const answer = await lambda.send(new InvokeCommand({ FunctionName: name, Payload }));
  return JSON.parse(answer.Payload!.transformToString());
}

const interfaces = async () =>
  (await ec2.send(new DescribeNetworkInterfacesCommand({}))).NetworkInterfaces?.map(({ SubnetId }) => SubnetId);

describe('CreateFunction', () => {
  it.each([
    ['subnets alone', () => [subnets, []], 'SubnetIds and SecurityIds must coexist or be both empty list.'],
    [
      'a missing subnet',
      () => [['subnet-0a1b2c3d'], groups],
      "EC2 Error Code: InvalidSubnetID.NotFound. EC2 Error Message: The subnet ID 'subnet-0a1b2c3d' does not exist",
    ],
    ['a missing group', () => [subnets, ['sg-0a1b2c3d']], "The security group 'sg-0a1b2c3d' does not exist"],
  ] as [string, () => [string[], string[]], string][])('refuses %s', async (_, config, message) => {
    await expect(create('wrong', ...config())).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining(message),
    });
  });

  it('refuses groups of another VPC, and a role that may not create network interfaces', async () => {
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    const other = { VpcId: Vpc?.VpcId, GroupName: 'other', Description: 'x' };
    const { GroupId } = await ec2.send(new CreateSecurityGroupCommand(other));
    await expect(create('wrong', subnets, [GroupId!])).rejects.toThrow('in the same VPC');
    await expect(create('wrong', subnets, groups, role.replace('in-vpc', 'bare'))).rejects.toThrow(
      'The provided execution role does not have permissions to call CreateNetworkInterface on EC2',
    );
  });
});

describe('a function in a VPC', () => {
  it('shows its VPC, and shares its interfaces with others', async () => {
    expect((await create('one', subnets.slice(0, 2), groups)).VpcConfig).toEqual({
      VpcId: vpc,
      SubnetIds: subnets.slice(0, 2),
      SecurityGroupIds: groups,
      Ipv6AllowedForDualStack: false,
    });
    await create('two', subnets.slice(0, 2), groups);
    expect(await interfaces()).toEqual(subnets.slice(0, 2));
    await expect(ec2.send(new DeleteSubnetCommand({ SubnetId: subnets[0] }))).rejects.toMatchObject({
      name: 'DependencyViolation',
    });
  });

  it('reaches a service only through an endpoint of the VPC', async () => {
    const tables = await ec2.send(new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [vpc] }] }));
    await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId: vpc,
        ServiceName: 'com.amazonaws.us-east-1.dynamodb',
        RouteTableIds: tables.RouteTables?.map(({ RouteTableId }) => RouteTableId!),
      }),
    );
    expect(await reached('one', 'AWS_ENDPOINT_URL_DYNAMODB')).toEqual(expect.any(Number));
    expect(await reached('one', 'AWS_ENDPOINT_URL_SSM')).toBe('TimeoutError');
  });

  it('leaves it with empty lists, and the interfaces go with the last function', async () => {
    const VpcConfig = { SubnetIds: [], SecurityGroupIds: [] };
    const left = await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'one', VpcConfig }));
    expect(left.VpcConfig).toBeUndefined();
    expect(await reached('one', 'AWS_ENDPOINT_URL_SSM')).toEqual(expect.any(Number));
    expect(await interfaces()).toHaveLength(2);
    await lambda.send(new DeleteFunctionCommand({ FunctionName: 'two' }));
    expect(await interfaces()).toEqual([]);
  });
});
