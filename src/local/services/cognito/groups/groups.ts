/** CreateGroup, GetGroup, UpdateGroup, ListGroups and DeleteGroup. */
import { AwsError } from '../../../cloud/aws-error.ts';
import type { OperationContext } from '../../../cloud/operation.ts';
import type { GetGroupRequest, UpdateGroupRequest } from '../../../models/cognito-idp.ts';
import { type Group, groups, ofPool, users } from '../../../state/user-pools.ts';
import { resourceNotFound } from '../errors.ts';
import { putUser, requirePool } from '../look-up.ts';
import { operation } from '../operation.ts';
import { page } from '../page.ts';

export const createGroup = operation('CreateGroup', (input, context) => {
  const pool = requirePool(context, input);
  const key = `${pool.id}/${input.GroupName}`;
  if (groups(context).has(key)) throw new AwsError('GroupExistsException', 'A group with the name already exists.');
  const now = context.cloud.clock.now();
  const group: Group = { name: input.GroupName, createdAt: now, modifiedAt: now, ...settingsOf(input) };
  groups(context).put(key, group);
  return { Group: groupView(pool.id, group) };
});

export const getGroup = operation('GetGroup', (input, context) => ({
  Group: groupView(input.UserPoolId, requireGroup(context, input)),
}));

export const updateGroup = operation('UpdateGroup', (input, context) => {
  const present = requireGroup(context, input);
  const group = { ...present, ...settingsOf(input), modifiedAt: context.cloud.clock.now() };
  groups(context).put(`${input.UserPoolId}/${group.name}`, group);
  return { Group: groupView(input.UserPoolId, group) };
});

export const listGroups = operation('ListGroups', (input, context) => {
  const pool = requirePool(context, input);
  const { items, next } = page(ofPool(groups(context), pool.id), input.Limit, input.NextToken);
  return { Groups: items.map((group) => groupView(pool.id, group)), NextToken: next };
});

export const deleteGroup = operation('DeleteGroup', (input, context) => {
  const { name } = requireGroup(context, input);
  const pool = requirePool(context, input);
  for (const user of ofPool(users(context), pool.id)) {
    if (user.groups.includes(name))
      putUser(context, pool, { ...user, groups: user.groups.filter((one) => one !== name) });
  }
  groups(context).delete(`${pool.id}/${name}`);
});

export function requireGroup(context: OperationContext, input: GetGroupRequest): Group {
  const pool = requirePool(context, input);
  const group = groups(context).get(`${pool.id}/${input.GroupName}`);
  if (!group) throw resourceNotFound('Group not found.');
  return group;
}

export const groupView = (poolId: string, group: Group) => ({
  GroupName: group.name,
  UserPoolId: poolId,
  Description: group.description,
  RoleArn: group.roleArn,
  Precedence: group.precedence,
  LastModifiedDate: new Date(group.modifiedAt),
  CreationDate: new Date(group.createdAt),
});

const settingsOf = ({ Description, RoleArn, Precedence }: UpdateGroupRequest): Partial<Group> => ({
  ...(Description !== undefined && { description: Description }),
  ...(RoleArn !== undefined && { roleArn: RoleArn }),
  ...(Precedence !== undefined && { precedence: Precedence }),
});
