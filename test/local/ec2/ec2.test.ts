import {
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteSecurityGroupCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DeleteVpcEndpointsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { service } from '../../../src/local/services/ec2/service.ts';
import { aws, hasAwsCli } from '../../helpers/aws-cli.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';

let cloud: Services;
let ec2: EC2Client;
beforeEach(async () => {
  cloud = await startServices([service]);
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };
  ec2 = new EC2Client({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
});
afterEach(() => cloud.close());

async function newVpc(): Promise<string> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  return Vpc!.VpcId!;
}

describe('a region', () => {
  it('has a default VPC with a subnet in each of three zones, which routes to the internet', async () => {
    const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
    expect(Vpcs).toMatchObject([{ IsDefault: true, CidrBlock: '172.31.0.0/16', State: 'available' }]);
    const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
    expect(Subnets.map(({ AvailabilityZone }) => AvailabilityZone)).toEqual(['eu-west-1a', 'eu-west-1b', 'eu-west-1c']);
    const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({}));
    expect(RouteTables[0]?.Routes?.map(({ GatewayId }) => GatewayId)).toEqual([
      'local',
      expect.stringMatching(/^igw-[0-9a-f]{17}$/),
    ]);
    const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupNames: ['default'] }));
    expect(SecurityGroups).toMatchObject([{ GroupName: 'default', VpcId: Vpcs[0]?.VpcId }]);
    expect(await ec2.send(new DescribeNetworkInterfacesCommand({}))).toMatchObject({ NetworkInterfaces: [] });
  });

  it('keeps its network: every look has the same IDs', async () => {
    const ids = async () => (await ec2.send(new DescribeSubnetsCommand({}))).Subnets?.map(({ SubnetId }) => SubnetId);
    expect(await ids()).toEqual(await ids());
  });
});

describe('a VPC', () => {
  it('has subnets and groups that filters and tags find, and goes after them', async () => {
    const VpcId = await newVpc();
    const tagged = {
      TagSpecifications: [{ ResourceType: 'subnet' as const, Tags: [{ Key: 'Name', Value: 'private-a' }] }],
    };
    const made = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.1.0/24', ...tagged }));
    const SubnetId = made.Subnet!.SubnetId!;
    const group = await ec2.send(new CreateSecurityGroupCommand({ VpcId, GroupName: 'app', Description: 'x' }));
    const GroupId = group.GroupId!;
    await ec2.send(new CreateTagsCommand({ Resources: [SubnetId], Tags: [{ Key: 'tier', Value: 'private' }] }));
    const find = async (Filters: { Name: string; Values: string[] }[]) =>
      (await ec2.send(new DescribeSubnetsCommand({ Filters }))).Subnets?.map((subnet) => subnet.SubnetId);
    expect(
      await find([
        { Name: 'tag:Name', Values: ['private-*'] },
        { Name: 'vpc-id', Values: [VpcId] },
      ]),
    ).toEqual([SubnetId]);
    expect(await find([{ Name: 'tag:tier', Values: ['private', 'other'] }])).toEqual([SubnetId]);
    expect(await find([{ Name: 'tag:tier', Values: ['public'] }])).toEqual([]);
    await expect(ec2.send(new DeleteVpcCommand({ VpcId }))).rejects.toMatchObject({ name: 'DependencyViolation' });
    await ec2.send(new DeleteSubnetCommand({ SubnetId }));
    await ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
    await ec2.send(new DeleteVpcCommand({ VpcId }));
    await expect(ec2.send(new DescribeVpcsCommand({ VpcIds: [VpcId] }))).rejects.toMatchObject({
      name: 'InvalidVpcID.NotFound',
      message: `The vpc ID '${VpcId}' does not exist`,
    });
  });

  it('has endpoints: gateways in its routes, interfaces in its subnets', async () => {
    const VpcId = await newVpc();
    const { RouteTables = [] } = await ec2.send(
      new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [VpcId] }] }),
    );
    const RouteTableIds = RouteTables.map(({ RouteTableId }) => RouteTableId!);
    const ServiceName = 'com.amazonaws.eu-west-1.dynamodb';
    const { VpcEndpoint } = await ec2.send(new CreateVpcEndpointCommand({ VpcId, ServiceName, RouteTableIds }));
    expect(VpcEndpoint).toMatchObject({ VpcEndpointType: 'Gateway', State: 'available', RouteTableIds });
    const after = await ec2.send(new DescribeRouteTablesCommand({ RouteTableIds }));
    expect(after.RouteTables?.[0]?.Routes?.at(-1)).toMatchObject({ GatewayId: VpcEndpoint?.VpcEndpointId });
    const gateway = { VpcId, ServiceName: 'com.amazonaws.eu-west-1.ssm' };
    await expect(ec2.send(new CreateVpcEndpointCommand(gateway))).rejects.toMatchObject({ name: 'InvalidServiceName' });
    await ec2.send(new CreateVpcEndpointCommand({ ...gateway, VpcEndpointType: 'Interface' }));
    const { VpcEndpoints = [] } = await ec2.send(
      new DescribeVpcEndpointsCommand({ Filters: [{ Name: 'vpc-endpoint-type', Values: ['Interface'] }] }),
    );
    expect(VpcEndpoints).toMatchObject([{ ServiceName: gateway.ServiceName, PrivateDnsEnabled: true }]);
    const ids = [VpcEndpoint!.VpcEndpointId!, 'vpce-0a1b2c3d'];
    const { Unsuccessful } = await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: ids }));
    expect(Unsuccessful).toMatchObject([
      { ResourceId: 'vpce-0a1b2c3d', Error: { Code: 'InvalidVpcEndpointId.NotFound' } },
    ]);
  });
});

it('unsupported filters and dry runs are refused by name', async () => {
  const Filters = [{ Name: 'cidr-block-association.state', Values: ['x'] }];
  await expect(ec2.send(new DescribeVpcsCommand({ Filters }))).rejects.toMatchObject({
    name: 'NotImplementedException',
    message: expect.stringContaining('The filter cidr-block-association.state of EC2'),
  });
  await expect(ec2.send(new DescribeVpcsCommand({ DryRun: true }))).rejects.toMatchObject({
    name: 'NotImplementedException',
  });
});

it.skipIf(!hasAwsCli)('the AWS CLI reads subnets and errors', async () => {
  const found = await aws(cloud.endpoint, 'ec2', 'describe-subnets', '--query', 'Subnets[].DefaultForAz');
  expect(found).toEqual([true, true, true]);
  await expect(aws(cloud.endpoint, 'ec2', 'describe-vpcs', '--vpc-ids', 'vpc-0a1b2c3d')).rejects.toThrow(
    "(InvalidVpcID.NotFound) when calling the DescribeVpcs operation: The vpc ID 'vpc-0a1b2c3d' does not exist",
  );
});
