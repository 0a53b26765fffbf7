/** CreateVpc, DescribeVpcs and DeleteVpc. */
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { Vpc as ShownVpc } from '../../models/ec2.ts';
import { addVpcParts, networkOf, type Vpc } from '../../state/network/model.ts';
import { ec2Error, named, noSuchVpc, PAGE, page, refuseDryRun } from './errors.ts';
import { filtered } from './filters.ts';
import { newId } from './ids.ts';
import { operation } from './operation.ts';
import { newTags } from './tags.ts';

const CIDR = /^\d{1,3}(\.\d{1,3}){3}\/(1[6-9]|2[0-8])$/;

export const createVpc = operation('CreateVpc', (input, context) => {
  refuseDryRun(input);
  refuseMembers('CreateVpc', input, [
    'Ipv6Pool',
    'Ipv6CidrBlock',
    'Ipv6CidrBlockNetworkBorderGroup',
    'Ipv4IpamPoolId',
    'Ipv4NetmaskLength',
    'Ipv6IpamPoolId',
    'Ipv6NetmaskLength',
    'AmazonProvidedIpv6CidrBlock',
    'VpcEncryptionControl',
  ]);
  const { CidrBlock = '', TagSpecifications } = input;
  if (!CIDR.test(CidrBlock)) {
    throw ec2Error('InvalidVpc.Range', `The CIDR '${CidrBlock}' is invalid.`);
  }
  const network = networkOf(context.cloud, context);
  const vpc = {
    id: newId(context, 'vpc'),
    cidr: CidrBlock,
    isDefault: false,
    tags: newTags(TagSpecifications, 'vpc'),
  };
  network.vpcs.put(vpc.id, vpc);
  addVpcParts(network, vpc.id, (prefix) => newId(context, prefix));
  return { Vpc: shown(vpc, context) };
});

export const describeVpcs = operation('DescribeVpcs', (input, context) => {
  refuseDryRun(input);
  const { VpcIds, Filters, MaxResults = PAGE, NextToken } = input;
  const all = named(networkOf(context.cloud, context).vpcs.values(), VpcIds, noSuchVpc);
  const found = filtered(all, Filters, {
    'vpc-id': ({ id }) => [id],
    cidr: ({ cidr }) => [cidr],
    'is-default': ({ isDefault }) => [String(isDefault)],
    isDefault: ({ isDefault }) => [String(isDefault)],
    state: () => ['available'],
  });
  const { items, next } = page(found, MaxResults, NextToken);
  return { Vpcs: items.map((vpc) => shown(vpc, context)), NextToken: next };
});

export const deleteVpc = operation('DeleteVpc', (input, context) => {
  refuseDryRun(input);
  const { VpcId } = input;
  const network = networkOf(context.cloud, context);
  if (!network.vpcs.has(VpcId)) throw noSuchVpc(VpcId);
  const parts = [...network.subnets.values(), ...network.vpcEndpoints.values()];
  const groups = network.securityGroups.values().filter(({ vpcId }) => vpcId === VpcId);
  if (parts.some(({ vpcId }) => vpcId === VpcId) || groups.some(({ name }) => name !== 'default')) {
    throw ec2Error('DependencyViolation', `The vpc '${VpcId}' has dependencies and cannot be deleted.`);
  }
  for (const { id } of groups) network.securityGroups.delete(id);
  for (const { id, vpcId } of network.routeTables.values()) if (vpcId === VpcId) network.routeTables.delete(id);
  network.vpcs.delete(VpcId);
});

const shown = ({ id, cidr, isDefault, tags }: Vpc, { account }: OperationContext): ShownVpc => ({
  VpcId: id,
  CidrBlock: cidr,
  IsDefault: isDefault,
  InstanceTenancy: 'default',
  OwnerId: account,
  State: 'available',
  Tags: [...tags],
});
