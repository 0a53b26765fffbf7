/** The ways out of a VPC: what its subnets reach through route tables and VPC endpoints. Two reads. */
import type { EC2Client, Route, RouteTable, VpcEndpoint } from '@aws-sdk/client-ec2';
import type { FoundNetwork } from '../../config/function-vpc.ts';

/** Returns those of the services (`dynamodb`, `ssm`) that a subnet does not reach. */
export async function unreachedServices(
  client: EC2Client,
  { vpc, subnets }: FoundNetwork,
  services: readonly string[],
): Promise<string[]> {
  if (services.length === 0) return [];
  const Filters = [{ Name: 'vpc-id', Values: [vpc] }];
  const { DescribeRouteTablesCommand, DescribeVpcEndpointsCommand } = await import('@aws-sdk/client-ec2');
  const [{ RouteTables = [] }, { VpcEndpoints = [] }] = await Promise.all([
    client.send(new DescribeRouteTablesCommand({ Filters })),
    client.send(new DescribeVpcEndpointsCommand({ Filters })),
  ]);
  const tables = subnets.map((subnet) => tableOf(subnet, RouteTables));
  // A function has no public address, so an internet gateway is no way out (docs/aws/network.md).
  const closed = tables.filter((table) => !table?.Routes?.some(leadsOut));
  if (closed.length === 0) return [];
  return services.filter((service) => !VpcEndpoints.some((endpoint) => serves(endpoint, service, closed)));
}

function tableOf(subnet: string, tables: readonly RouteTable[]): RouteTable | undefined {
  const own = tables.find(({ Associations = [] }) => Associations.some(({ SubnetId }) => SubnetId === subnet));
  return own ?? tables.find(({ Associations = [] }) => Associations.some(({ Main }) => Main));
}

function leadsOut({ DestinationCidrBlock, DestinationIpv6CidrBlock, GatewayId = '', State, ...to }: Route): boolean {
  if (DestinationIpv6CidrBlock === '::/0' && to.EgressOnlyInternetGatewayId) return true;
  if (DestinationCidrBlock !== '0.0.0.0/0' || State === 'blackhole') return false;
  return !GatewayId.startsWith('igw-');
}

function serves(
  { VpcEndpointType, ServiceName = '', RouteTableIds = [], State, PrivateDnsEnabled }: VpcEndpoint,
  service: string,
  tables: readonly (RouteTable | undefined)[],
): boolean {
  if (String(State).toLowerCase() !== 'available' || !ServiceName.endsWith(`.${service}`)) return false;
  if (VpcEndpointType === 'Interface') return PrivateDnsEnabled === true;
  return tables.every((table) => table?.RouteTableId !== undefined && RouteTableIds.includes(table.RouteTableId));
}
