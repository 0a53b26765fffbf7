/** CreateGroup, GetGroup, UpdateGroup, ListGroups and DeleteGroup. */
import { AwsError } from '../../../cloud/aws-error.ts';
import { type OperationContext, operation } from '../../../cloud/operation.ts';
import { type Group, groups, ofPool, users } from '../../../state/user-pools.ts';
import { resourceNotFound } from '../errors.ts';
import { type PoolInput, putUser, requirePool } from '../look-up.ts';
import { page } from '../paging.ts';

export interface GroupInput extends PoolInput {
  readonly GroupName: string;
}

interface Settings extends GroupInput {
  readonly Description?: string;
  readonly RoleArn?: string;
  readonly Precedence?: number;
}

export const createGroup = operation<Settings, unknown>({
  name: 'CreateGroup',
  run(input, context) {
    const pool = requirePool(context, input);
    const key = `${pool.id}/${input.GroupName}`;
    if (groups(context).has(key)) throw new AwsError('GroupExistsException', 'A group with the name already exists.');
    const now = context.cloud.clock.now();
    const group: Group = { name: input.GroupName, createdAt: now, modifiedAt: now, ...settingsOf(input) };
    groups(context).put(key, group);
    return { Group: groupView(pool.id, group) };
  },
});

export const getGroup = operation<GroupInput, unknown>({
  name: 'GetGroup',
  run: (input, context) => ({ Group: groupView(input.UserPoolId, requireGroup(context, input)) }),
});

export const updateGroup = operation<Settings, unknown>({
  name: 'UpdateGroup',
  run(input, context) {
    const present = requireGroup(context, input);
    const group = { ...present, ...settingsOf(input), modifiedAt: context.cloud.clock.now() };
    groups(context).put(`${input.UserPoolId}/${group.name}`, group);
    return { Group: groupView(input.UserPoolId, group) };
  },
});

export const listGroups = operation<PoolInput & { Limit?: number; NextToken?: string }, unknown>({
  name: 'ListGroups',
  run(input, context) {
    const pool = requirePool(context, input);
    const { items, next } = page(ofPool(groups(context), pool.id), input.Limit, input.NextToken);
    return { Groups: items.map((group) => groupView(pool.id, group)), NextToken: next };
  },
});

export const deleteGroup = operation<GroupInput, object>({
  name: 'DeleteGroup',
  run(input, context) {
    const { name } = requireGroup(context, input);
    const pool = requirePool(context, input);
    for (const user of ofPool(users(context), pool.id)) {
      if (user.groups.includes(name))
        putUser(context, pool, { ...user, groups: user.groups.filter((one) => one !== name) });
    }
    groups(context).delete(`${pool.id}/${name}`);
    return {};
  },
});

export function requireGroup(context: OperationContext, input: GroupInput): Group {
  const pool = requirePool(context, input);
  const group = groups(context).get(`${pool.id}/${input.GroupName}`);
  if (!group) throw resourceNotFound('Group not found.');
  return group;
}

export const groupView = (poolId: string, group: Group) => ({
  GroupName: group.name,
  UserPoolId: poolId,
  ...(group.description !== undefined && { Description: group.description }),
  ...(group.roleArn !== undefined && { RoleArn: group.roleArn }),
  ...(group.precedence !== undefined && { Precedence: group.precedence }),
  LastModifiedDate: new Date(group.modifiedAt),
  CreationDate: new Date(group.createdAt),
});

const settingsOf = ({ Description, RoleArn, Precedence }: Settings): Partial<Group> => ({
  ...(Description !== undefined && { description: Description }),
  ...(RoleArn !== undefined && { roleArn: RoleArn }),
  ...(Precedence !== undefined && { precedence: Precedence }),
});
