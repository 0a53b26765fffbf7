/** CreateSubnet, DescribeSubnets and DeleteSubnet. */
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { Subnet as ShownSubnet } from '../../models/ec2.ts';
import { interfacesIn } from '../../state/network/interfaces.ts';
import { networkOf, type Subnet } from '../../state/network/model.ts';
import { ec2Error, named, noSuchSubnet, noSuchVpc, PAGE, page, refuseDryRun } from './errors.ts';
import { filtered } from './filters.ts';
import { newId } from './ids.ts';
import { operation } from './operation.ts';
import { newTags } from './tags.ts';

const CIDR = /^\d{1,3}(\.\d{1,3}){3}\/(1[6-9]|2[0-8])$/;

export const createSubnet = operation('CreateSubnet', (input, context) => {
  refuseDryRun(input);
  refuseMembers('CreateSubnet', input, [
    'AvailabilityZoneId',
    'Ipv6CidrBlock',
    'OutpostArn',
    'Ipv6Native',
    'Ipv4IpamPoolId',
    'Ipv4NetmaskLength',
    'Ipv6IpamPoolId',
    'Ipv6NetmaskLength',
  ]);
  const { VpcId, CidrBlock = '', AvailabilityZone = `${context.region}a`, TagSpecifications } = input;
  const network = networkOf(context.cloud, context);
  if (!network.vpcs.has(VpcId)) throw noSuchVpc(VpcId);
  if (!CIDR.test(CidrBlock)) throw ec2Error('InvalidSubnet.Range', `The CIDR '${CidrBlock}' is invalid.`);
  if (!new RegExp(`^${context.region}[a-c]$`).test(AvailabilityZone)) {
    throw ec2Error('InvalidParameterValue', `Value (${AvailabilityZone}) for parameter availabilityZone is invalid.`);
  }
  const subnets = network.subnets.values().filter(({ vpcId }) => vpcId === VpcId);
  if (subnets.some(({ cidr }) => cidr === CidrBlock)) {
    throw ec2Error('InvalidSubnet.Conflict', `The CIDR '${CidrBlock}' conflicts with another subnet`);
  }
  const subnet = {
    id: newId(context, 'subnet'),
    vpcId: VpcId,
    cidr: CidrBlock,
    zone: AvailabilityZone,
    isDefault: false,
    tags: newTags(TagSpecifications, 'subnet'),
  };
  network.subnets.put(subnet.id, subnet);
  return { Subnet: shown(subnet, context) };
});

export const describeSubnets = operation('DescribeSubnets', (input, context) => {
  refuseDryRun(input);
  const { SubnetIds, Filters, MaxResults = PAGE, NextToken } = input;
  const all = named(networkOf(context.cloud, context).subnets.values(), SubnetIds, noSuchSubnet);
  const found = filtered(all, Filters, {
    'subnet-id': ({ id }) => [id],
    'vpc-id': ({ vpcId }) => [vpcId],
    'availability-zone': ({ zone }) => [zone],
    'default-for-az': ({ isDefault }) => [String(isDefault)],
    state: () => ['available'],
  });
  const { items, next } = page(found, MaxResults, NextToken);
  return { Subnets: items.map((subnet) => shown(subnet, context)), NextToken: next };
});

export const deleteSubnet = operation('DeleteSubnet', (input, context) => {
  refuseDryRun(input);
  const { SubnetId } = input;
  const network = networkOf(context.cloud, context);
  if (!network.subnets.has(SubnetId)) throw noSuchSubnet(SubnetId);
  const used =
    interfacesIn(context.cloud, context).some(({ subnetId }) => subnetId === SubnetId) ||
    network.vpcEndpoints.values().some(({ subnetIds }) => subnetIds.includes(SubnetId));
  if (used) {
    throw ec2Error('DependencyViolation', `The subnet '${SubnetId}' has dependencies and cannot be deleted.`);
  }
  network.subnets.delete(SubnetId);
});

const shown = (
  { id, vpcId, cidr, zone, isDefault, tags }: Subnet,
  { account, region }: OperationContext,
): ShownSubnet => ({
  SubnetId: id,
  SubnetArn: `arn:aws:ec2:${region}:${account}:subnet/${id}`,
  VpcId: vpcId,
  CidrBlock: cidr,
  AvailabilityZone: zone,
  AvailableIpAddressCount: 2 ** (32 - Number(cidr.split('/')[1])) - 5,
  DefaultForAz: isDefault,
  MapPublicIpOnLaunch: isDefault,
  AssignIpv6AddressOnCreation: false,
  OwnerId: account,
  State: 'available',
  Tags: [...tags],
});
