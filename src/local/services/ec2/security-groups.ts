/** CreateSecurityGroup, DescribeSecurityGroups and DeleteSecurityGroup. Their rules are not emulated. */
import type { OperationContext } from '../../cloud/operation.ts';
import type { SecurityGroup as ShownGroup } from '../../models/ec2.ts';
import { interfacesIn } from '../../state/network/interfaces.ts';
import { networkOf, type SecurityGroup } from '../../state/network/model.ts';
import { ec2Error, named, noSuchGroup, noSuchVpc, PAGE, page, refuseDryRun } from './errors.ts';
import { filtered } from './filters.ts';
import { newId } from './ids.ts';
import { operation } from './operation.ts';
import { newTags } from './tags.ts';

export const createSecurityGroup = operation('CreateSecurityGroup', (input, context) => {
  refuseDryRun(input);
  const { GroupName, Description, TagSpecifications } = input;
  const network = networkOf(context.cloud, context);
  const vpcId = input.VpcId ?? network.vpcs.values().find(({ isDefault }) => isDefault)?.id ?? '';
  if (!network.vpcs.has(vpcId)) throw noSuchVpc(vpcId);
  if (network.securityGroups.values().some((group) => group.vpcId === vpcId && group.name === GroupName)) {
    throw ec2Error('InvalidGroup.Duplicate', `The security group '${GroupName}' already exists for VPC '${vpcId}'`);
  }
  const tags = newTags(TagSpecifications, 'security-group');
  const group = { id: newId(context, 'sg'), vpcId, name: GroupName, description: Description, tags };
  network.securityGroups.put(group.id, group);
  return { GroupId: group.id, SecurityGroupArn: arnOf(group.id, context), Tags: [...tags] };
});

export const describeSecurityGroups = operation('DescribeSecurityGroups', (input, context) => {
  refuseDryRun(input);
  const { GroupIds, GroupNames = [], Filters, MaxResults = PAGE, NextToken } = input;
  const { securityGroups, vpcs } = networkOf(context.cloud, context);
  const all = named(securityGroups.values(), GroupIds, noSuchGroup);
  // Names are those of the default VPC (API reference).
  const isNamed = ({ name, vpcId }: SecurityGroup) => GroupNames.includes(name) && vpcs.get(vpcId)?.isDefault === true;
  const missing = GroupNames.find((name) => !all.some((group) => group.name === name && isNamed(group)));
  if (missing !== undefined) {
    throw ec2Error('InvalidGroup.NotFound', `The security group '${missing}' does not exist in default VPC`);
  }
  const found = filtered(GroupNames.length > 0 ? all.filter(isNamed) : all, Filters, {
    'group-id': ({ id }) => [id],
    'group-name': ({ name }) => [name],
    'vpc-id': ({ vpcId }) => [vpcId],
    description: ({ description }) => [description],
  });
  const { items, next } = page(found, MaxResults, NextToken);
  return { SecurityGroups: items.map((group) => shown(group, context)), NextToken: next };
});

export const deleteSecurityGroup = operation('DeleteSecurityGroup', (input, context) => {
  refuseDryRun(input);
  const { GroupId = '' } = input;
  const network = networkOf(context.cloud, context);
  const group = network.securityGroups.get(GroupId);
  if (!group) throw noSuchGroup(GroupId);
  if (group.name === 'default') {
    throw ec2Error('CannotDelete', `the specified group: "${GroupId}" name: "default" cannot be deleted by a user`);
  }
  const used =
    interfacesIn(context.cloud, context).some(({ groupIds }) => groupIds.includes(GroupId)) ||
    network.vpcEndpoints.values().some(({ groupIds }) => groupIds.includes(GroupId));
  if (used) throw ec2Error('DependencyViolation', `resource ${GroupId} has a dependent object`);
  network.securityGroups.delete(GroupId);
  return { Return: true, GroupId };
});

const arnOf = (id: string, { account, region }: OperationContext) =>
  `arn:aws:ec2:${region}:${account}:security-group/${id}`;

const shown = ({ id, vpcId, name, description, tags }: SecurityGroup, context: OperationContext): ShownGroup => ({
  GroupId: id,
  SecurityGroupArn: arnOf(id, context),
  GroupName: name,
  Description: description,
  VpcId: vpcId,
  OwnerId: context.account,
  Tags: [...tags],
});
