/** AdminAddUserToGroup, AdminRemoveUserFromGroup, AdminListGroupsForUser and ListUsersInGroup. */
import { operation } from '../../../cloud/operation.ts';
import { groups, ofPool, users } from '../../../state/user-pools.ts';
import { putUser, requireUser, type UserInput } from '../look-up.ts';
import { page } from '../paging.ts';
import { userView } from '../users/user-view.ts';
import { type GroupInput, groupView, requireGroup } from './groups.ts';

type Membership = UserInput & GroupInput;

export const adminAddUserToGroup = operation<Membership, object>({
  name: 'AdminAddUserToGroup',
  run(input, context) {
    const { pool, user } = requireUser(context, input);
    const { name } = requireGroup(context, input);
    if (!user.groups.includes(name)) putUser(context, pool, { ...user, groups: [...user.groups, name] });
    return {};
  },
});

export const adminRemoveUserFromGroup = operation<Membership, object>({
  name: 'AdminRemoveUserFromGroup',
  run(input, context) {
    const { pool, user } = requireUser(context, input);
    const { name } = requireGroup(context, input);
    putUser(context, pool, { ...user, groups: user.groups.filter((one) => one !== name) });
    return {};
  },
});

export const adminListGroupsForUser = operation<UserInput & { Limit?: number; NextToken?: string }, unknown>({
  name: 'AdminListGroupsForUser',
  run(input, context) {
    const { pool, user } = requireUser(context, input);
    const own = user.groups.map((name) => groups(context).get(`${pool.id}/${name}`)!);
    const { items, next } = page(own, input.Limit, input.NextToken);
    return { Groups: items.map((group) => groupView(pool.id, group)), NextToken: next };
  },
});

export const listUsersInGroup = operation<GroupInput & { Limit?: number; NextToken?: string }, unknown>({
  name: 'ListUsersInGroup',
  run(input, context) {
    const { name } = requireGroup(context, input);
    const members = ofPool(users(context), input.UserPoolId).filter((user) => user.groups.includes(name));
    const { items, next } = page(members, input.Limit, input.NextToken);
    return { Users: items.map((user) => userView(user)), NextToken: next };
  },
});
