/** Route tables and endpoints that the embedded cloud does not have. */
import type { EC2Client, RouteTable, VpcEndpoint } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { unreachedServices } from '../../../src/aws/network/ways-out.ts';

const NETWORK = { vpc: 'vpc-1', subnets: ['subnet-a', 'subnet-b'], securityGroups: ['sg-1'] };

function unreached(RouteTables: RouteTable[], VpcEndpoints: VpcEndpoint[] = [], services = ['dynamodb', 'ssm']) {
  const answers: Record<string, object> = {
    DescribeRouteTablesCommand: { RouteTables },
    DescribeVpcEndpointsCommand: { VpcEndpoints },
  };
  const client = { send: async (command: object) => answers[command.constructor.name] } as unknown as EC2Client;
  return unreachedServices(client, NETWORK, services);
}

const main = (...Routes: RouteTable['Routes'] & object): RouteTable => ({
  RouteTableId: 'rtb-main',
  Associations: [{ Main: true }],
  Routes,
});
const own = (subnet: string, ...Routes: RouteTable['Routes'] & object): RouteTable => ({
  RouteTableId: `rtb-${subnet}`,
  Associations: [{ SubnetId: subnet }],
  Routes,
});
const everywhere = { DestinationCidrBlock: '0.0.0.0/0' };
const nat = { ...everywhere, NatGatewayId: 'nat-1', State: 'active' as const };
const gateway = (RouteTableIds: string[]): VpcEndpoint => ({
  VpcEndpointType: 'Gateway',
  ServiceName: 'com.amazonaws.eu-west-1.dynamodb',
  State: 'available' as never,
  RouteTableIds,
});
const ssm = (more: object = {}): VpcEndpoint => ({
  VpcEndpointType: 'Interface',
  ServiceName: 'com.amazonaws.eu-west-1.ssm',
  State: 'available' as never,
  PrivateDnsEnabled: true,
  ...more,
});

describe('the services that subnets do not reach', () => {
  it('are none behind a NAT gateway, and all behind an internet gateway', async () => {
    expect(await unreached([main(nat)])).toEqual([]);
    expect(await unreached([main({ ...everywhere, GatewayId: 'igw-1' })])).toEqual(['dynamodb', 'ssm']);
    expect(await unreached([main({ ...nat, State: 'blackhole' })])).toEqual(['dynamodb', 'ssm']);
  });

  it('follow from the route table of each subnet', async () => {
    expect(await unreached([own('subnet-a', nat), main()])).toEqual(['dynamodb', 'ssm']);
    expect(await unreached([own('subnet-a', nat), own('subnet-b', nat), main()])).toEqual([]);
  });

  it('are fewer by endpoints: a gateway in each table, an interface with private DNS', async () => {
    expect(await unreached([main()], [gateway(['rtb-main']), ssm()])).toEqual([]);
    expect(await unreached([own('subnet-a'), main()], [gateway(['rtb-main'])], ['dynamodb'])).toEqual(['dynamodb']);
    expect(await unreached([main()], [ssm({ PrivateDnsEnabled: false })], ['ssm'])).toEqual(['ssm']);
    expect(await unreached([main()], [ssm({ State: 'pending' })], ['ssm'])).toEqual(['ssm']);
  });
});
