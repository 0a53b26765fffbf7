/** DescribeNetworkInterfaces: the interfaces of functions in a VPC. */
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { NetworkInterface as ShownInterface } from '../../models/ec2.ts';
import { interfacesIn } from '../../state/network/interfaces.ts';
import { type NetworkInterface, networkOf } from '../../state/network/model.ts';
import { ec2Error, named, PAGE, page, refuseDryRun } from './errors.ts';
import { filtered } from './filters.ts';
import { operation } from './operation.ts';

const missing = (id: string) =>
  ec2Error('InvalidNetworkInterfaceID.NotFound', `The networkInterface ID '${id}' does not exist`);

export const describeNetworkInterfaces = operation('DescribeNetworkInterfaces', (input, context) => {
  refuseDryRun(input);
  refuseMembers('DescribeNetworkInterfaces', input, ['IncludeManagedResources']);
  const { NetworkInterfaceIds, Filters, MaxResults = PAGE, NextToken } = input;
  const interfaces = interfacesIn(context.cloud, context);
  const all = named(interfaces, NetworkInterfaceIds, missing).map((one) => ({ ...one, tags: [] }));
  const found = filtered(all, Filters, {
    'network-interface-id': ({ id }) => [id],
    'subnet-id': ({ subnetId }) => [subnetId],
    'vpc-id': ({ vpcId }) => [vpcId],
    'group-id': ({ groupIds }) => groupIds,
    'interface-type': () => ['lambda'],
    description: ({ description }) => [description],
    status: () => ['in-use'],
  });
  const { items, next } = page(found, MaxResults, NextToken);
  return { NetworkInterfaces: items.map((one) => shown(one, context)), NextToken: next };
});

function shown(
  { id, subnetId, vpcId, groupIds, description }: NetworkInterface,
  context: OperationContext,
): ShownInterface {
  const { subnets, securityGroups } = networkOf(context.cloud, context);
  return {
    NetworkInterfaceId: id,
    SubnetId: subnetId,
    VpcId: vpcId,
    AvailabilityZone: subnets.get(subnetId)?.zone ?? '',
    Description: description,
    InterfaceType: 'lambda',
    Groups: groupIds.map((GroupId) => ({ GroupId, GroupName: securityGroups.get(GroupId)?.name ?? '' })),
    OwnerId: context.account,
    RequesterManaged: true,
    SourceDestCheck: true,
    Status: 'in-use',
    TagSet: [],
  };
}
