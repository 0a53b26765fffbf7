/** CreateVpcEndpoint, DescribeVpcEndpoints and DeleteVpcEndpoints. */
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { VpcEndpoint as ShownEndpoint } from '../../models/ec2.ts';
import { lambdaState } from '../../state/functions/model.ts';
import { networkOf, type VpcEndpoint } from '../../state/network/model.ts';
import {
  ec2Error,
  named,
  noSuchEndpoint,
  noSuchGroup,
  noSuchSubnet,
  noSuchTable,
  noSuchVpc,
  PAGE,
  page,
  refuseDryRun,
} from './errors.ts';
import { filtered } from './filters.ts';
import { newId } from './ids.ts';
import { operation } from './operation.ts';
import { newTags } from './tags.ts';

/** The services with gateway endpoints (AWS PrivateLink Guide, "Gateway endpoints"). */
const GATEWAYS = ['dynamodb', 's3'];

export const createVpcEndpoint = operation('CreateVpcEndpoint', (input, context) => {
  refuseDryRun(input);
  refuseMembers('CreateVpcEndpoint', input, [
    'PolicyDocument',
    'IpAddressType',
    'DnsOptions',
    'ClientToken',
    'SubnetConfigurations',
    'ServiceNetworkArn',
    'ResourceConfigurationArn',
    'ServiceRegion',
  ]);
  const { VpcId, ServiceName = '', VpcEndpointType = 'Gateway', RouteTableIds = [], SubnetIds = [] } = input;
  const { SecurityGroupIds = [], PrivateDnsEnabled = true, TagSpecifications } = input;
  const network = networkOf(context.cloud, context);
  if (!network.vpcs.has(VpcId)) throw noSuchVpc(VpcId);
  named(network.routeTables.values(), RouteTableIds, noSuchTable);
  named(network.subnets.values(), SubnetIds, noSuchSubnet);
  named(network.securityGroups.values(), SecurityGroupIds, noSuchGroup);
  const service = new RegExp(`^com\\.amazonaws\\.${context.region}\\.([a-z0-9.-]+)$`).exec(ServiceName)?.[1];
  const isGateway = VpcEndpointType === 'Gateway';
  if (service === undefined || (isGateway && !GATEWAYS.includes(service))) {
    throw ec2Error('InvalidServiceName', `The Vpc Endpoint Service '${ServiceName}' does not exist`);
  }
  if (VpcEndpointType !== 'Gateway' && VpcEndpointType !== 'Interface') {
    throw ec2Error(
      'InvalidParameter',
      `Endpoint type (${VpcEndpointType}) does not match available service types ([Interface]).`,
    );
  }
  const defaultGroup = network.securityGroups.values().find(({ vpcId, name }) => vpcId === VpcId && name === 'default');
  const endpoint: VpcEndpoint = {
    id: newId(context, 'vpce'),
    vpcId: VpcId,
    service: ServiceName,
    type: VpcEndpointType,
    routeTableIds: isGateway ? RouteTableIds : [],
    subnetIds: isGateway ? [] : SubnetIds,
    groupIds: isGateway ? [] : SecurityGroupIds.length > 0 || !defaultGroup ? SecurityGroupIds : [defaultGroup.id],
    privateDns: !isGateway && PrivateDnsEnabled,
    createdAt: context.cloud.clock.now(),
    tags: newTags(TagSpecifications, 'vpc-endpoint'),
  };
  network.vpcEndpoints.put(endpoint.id, endpoint);
  const delay = isGateway ? 0 : context.cloud.transitions.begin(context, 'vpcEndpoint', endpoint.id);
  const retire = () => retireFunctions(context, VpcId);
  if (delay > 0) context.cloud.clock.after(delay, retire);
  else retire();
  return { VpcEndpoint: shown(endpoint, context) };
});

export const describeVpcEndpoints = operation('DescribeVpcEndpoints', (input, context) => {
  refuseDryRun(input);
  const { VpcEndpointIds, Filters, MaxResults = PAGE, NextToken } = input;
  const all = named(networkOf(context.cloud, context).vpcEndpoints.values(), VpcEndpointIds, noSuchEndpoint);
  const found = filtered(all, Filters, {
    'vpc-endpoint-id': ({ id }) => [id],
    'vpc-id': ({ vpcId }) => [vpcId],
    'service-name': ({ service }) => [service],
    'vpc-endpoint-type': ({ type }) => [type],
    'vpc-endpoint-state': (endpoint) => [stateOf(endpoint, context)],
  });
  const { items, next } = page(found, MaxResults, NextToken);
  return { VpcEndpoints: items.map((endpoint) => shown(endpoint, context)), NextToken: next };
});

export const deleteVpcEndpoints = operation('DeleteVpcEndpoints', (input, context) => {
  refuseDryRun(input);
  const { vpcEndpoints } = networkOf(context.cloud, context);
  const unsuccessful = input.VpcEndpointIds.flatMap((id) => {
    const vpcId = vpcEndpoints.get(id)?.vpcId;
    if (vpcId !== undefined) {
      vpcEndpoints.delete(id);
      retireFunctions(context, vpcId);
      return [];
    }
    const { code, message } = noSuchEndpoint(id);
    return [{ ResourceId: id, Error: { Code: code, Message: message } }];
  });
  return { Unsuccessful: unsuccessful };
});

/** A process has the endpoints of its start, so that processes of functions in the VPC must end. */
function retireFunctions(context: OperationContext, vpcId: string): void {
  const { versions } = lambdaState(context.cloud, context);
  const names = versions
    .values()
    .flatMap(({ functionName, settings }) => (settings.vpc?.vpcId === vpcId ? [functionName] : []));
  for (const name of new Set(names)) context.cloud.functions.retire(context, name);
}

const stateOf = ({ id }: VpcEndpoint, context: OperationContext) =>
  context.cloud.transitions.pending(context, 'vpcEndpoint', id) ? 'pending' : 'available';

/** AWS writes the state in lower case (API reference, example of DescribeVpcEndpoints), unlike its model. */
type State = NonNullable<ShownEndpoint['State']>;

const shown = (endpoint: VpcEndpoint, context: OperationContext): ShownEndpoint => ({
  VpcEndpointId: endpoint.id,
  VpcEndpointType: endpoint.type,
  VpcId: endpoint.vpcId,
  ServiceName: endpoint.service,
  State: stateOf(endpoint, context) as unknown as State,
  RouteTableIds: [...endpoint.routeTableIds],
  SubnetIds: [...endpoint.subnetIds],
  Groups: endpoint.groupIds.map((GroupId) => ({ GroupId })),
  PrivateDnsEnabled: endpoint.privateDns,
  RequesterManaged: false,
  NetworkInterfaceIds: [],
  DnsEntries:
    endpoint.type === 'Interface'
      ? [
          {
            DnsName: `${endpoint.id}-0a1b2c3d.${endpoint.service.split('.').at(-1)}.${context.region}.vpce.amazonaws.com`,
          },
        ]
      : [],
  CreationTimestamp: new Date(endpoint.createdAt),
  OwnerId: context.account,
  Tags: [...endpoint.tags],
});
