/** `function.vpc` on the embedded cloud: found by name and tag, deployed, compared, and left again. */
import {
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  CreateVpcEndpointCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { GetFunctionConfigurationCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

const stage = ['--stage', 'dev'];
const FunctionName = 'items-api-dev';
let project: Project;
let clients: Clients;
let ec2: EC2Client;
let subnets: string[] = [];
let group = '';
let vpc = '';
let setting = 'function:';

beforeAll(async () => {
  project = await startSmallProject();
  clients = clientsOf(project);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  ec2 = new EC2Client({ endpoint: project.cloud.endpoint, region: 'us-east-1', credentials });
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  subnets = Subnets.map(({ SubnetId = '' }) => SubnetId).sort();
  vpc = Subnets[0]?.VpcId ?? '';
  const tag = (id: string, Key: string, Value: string) =>
    ec2.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key, Value }] }));
  await tag(subnets[0]!, 'Name', 'private-a');
  await tag(subnets[1]!, 'tier', 'private');
  const made = { GroupName: 'app', Description: 'x', VpcId: vpc };
  group = (await ec2.send(new CreateSecurityGroupCommand(made))).GroupId ?? '';
});
afterAll(async () => {
  clients.destroy();
  await project.close();
});

function set(next: string): void {
  project.edit('apikit.yaml', (text) => text.replace(setting, next));
  setting = next;
}

const plan = () => project.json<{ changes: { resource: string }[]; warnings: string[] }>(['plan', ...stage]);
const vpcOf = async () =>
  (await (await clients.lambda()).send(new GetFunctionConfigurationCommand({ FunctionName }))).VpcConfig;

describe('function.vpc', () => {
  it('names everything that does not exist before anything is created', async () => {
    set('function:\n  vpc: { subnets: [private-z, subnet-0a1b2c3d, private-a], securityGroups: [nobody] }');
    const { code, stderr } = await project.apikit(['deploy', ...stage, '--yes']);
    expect(code).toBe(2);
    for (const missing of ['subnet private-z', 'subnet subnet-0a1b2c3d', `security group nobody in ${vpc}`]) {
      expect(stderr.replaceAll(/\s+/g, ' ')).toContain(`There is no ${missing}`);
    }
    expect(stderr).toContain('Nothing was changed.');
  });

  it('connects the function, and says what it does not reach from there', async () => {
    set('function:\n  vpc: { subnets: [private-a, { tag: { tier: private } }], securityGroups: [app] }');
    const { url, warnings } = await project.json<{ url: string; warnings: string[] }>(['deploy', ...stage, '--yes']);
    expect(warnings).toEqual([expect.stringContaining('will not reach dynamodb from the subnets of function.vpc')]);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect(await vpcOf()).toMatchObject({ VpcId: vpc, SubnetIds: subnets.slice(0, 2), SecurityGroupIds: [group] });
    const tables = await ec2.send(new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [vpc] }] }));
    const RouteTableIds = tables.RouteTables?.map(({ RouteTableId = '' }) => RouteTableId) ?? [];
    const ServiceName = 'com.amazonaws.us-east-1.dynamodb';
    await ec2.send(new CreateVpcEndpointCommand({ VpcId: vpc, ServiceName, RouteTableIds }));
    expect(await plan()).toMatchObject({ changes: [], warnings: [] });
  });

  it('notices and repairs a change by hand', async () => {
    const VpcConfig = { SubnetIds: [subnets[2]!], SecurityGroupIds: [group] };
    const lambda = await clients.lambda();
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, VpcConfig }));
    const { drift } = await project.json<{ drift: object[] }>(['status', ...stage]);
    expect(drift).toEqual([expect.objectContaining({ resource: 'function', path: 'vpc.subnets' })]);
    await project.json(['deploy', ...stage, '--yes']);
    expect(await vpcOf()).toMatchObject({ SubnetIds: subnets.slice(0, 2) });
  });

  it('leaves the VPC with false, and keeps it without the setting', async () => {
    set('function:');
    // Lambda manages the interfaces of the function with its role.
    const { changes } = await plan();
    const changed = changes.map(({ resource }) => resource);
    expect(changed).not.toContain('function');
    expect(changed).not.toContain('role');
    expect((await project.json<{ drift: object[] }>(['status', ...stage])).drift).toEqual([]);
    set('function:\n  vpc: false');
    await project.json(['deploy', ...stage, '--yes']);
    expect(await vpcOf()).toBeUndefined();
  });
});
