/** DescribeRouteTables. A VPC has its main route table only. */
import type { OperationContext } from '../../cloud/operation.ts';
import type { Route, RouteTable as ShownTable } from '../../models/ec2.ts';
import { type Network, networkOf, type RouteTable } from '../../state/network/model.ts';
import { named, noSuchTable, PAGE, page, refuseDryRun } from './errors.ts';
import { filtered } from './filters.ts';
import { operation } from './operation.ts';

export const describeRouteTables = operation('DescribeRouteTables', (input, context) => {
  refuseDryRun(input);
  const { RouteTableIds, Filters, MaxResults = PAGE, NextToken } = input;
  const network = networkOf(context.cloud, context);
  const all = named(network.routeTables.values(), RouteTableIds, noSuchTable).map((table) => ({ ...table, tags: [] }));
  const found = filtered(all, Filters, {
    'route-table-id': ({ id }) => [id],
    'vpc-id': ({ vpcId }) => [vpcId],
    'association.main': () => ['true'],
    // No subnet is associated by itself.
    'association.subnet-id': () => [],
  });
  const { items, next } = page(found, MaxResults, NextToken);
  return { RouteTables: items.map((table) => shown(table, network, context)), NextToken: next };
});

function shown(table: RouteTable, network: Network, { account }: OperationContext): ShownTable {
  const { id, vpcId, associationId, internetGateway } = table;
  const local: Route = {
    DestinationCidrBlock: network.vpcs.get(vpcId)?.cidr ?? '',
    GatewayId: 'local',
    Origin: 'CreateRouteTable',
    State: 'active',
  };
  const internet: Route[] = internetGateway
    ? [{ DestinationCidrBlock: '0.0.0.0/0', GatewayId: internetGateway, Origin: 'CreateRoute', State: 'active' }]
    : [];
  const endpoints = network.vpcEndpoints
    .values()
    .filter(({ routeTableIds }) => routeTableIds.includes(id))
    .map((endpoint): Route => {
      const list = `pl-${endpoint.id.slice(-8)}`;
      return { DestinationPrefixListId: list, GatewayId: endpoint.id, Origin: 'CreateRoute', State: 'active' };
    });
  return {
    RouteTableId: id,
    VpcId: vpcId,
    OwnerId: account,
    Associations: [
      {
        Main: true,
        RouteTableAssociationId: associationId,
        RouteTableId: id,
        AssociationState: { State: 'associated' },
      },
    ],
    Routes: [local, ...internet, ...endpoints],
    PropagatingVgws: [],
    Tags: [],
  };
}
