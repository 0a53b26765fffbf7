/** AdminAddUserToGroup, AdminRemoveUserFromGroup, AdminListGroupsForUser and ListUsersInGroup. */
import { groups, ofPool, users } from '../../../state/user-pools.ts';
import { putUser, requireUser } from '../look-up.ts';
import { operation } from '../operation.ts';
import { page } from '../page.ts';
import { userView } from '../users/user-view.ts';
import { groupView, requireGroup } from './groups.ts';

export const adminAddUserToGroup = operation('AdminAddUserToGroup', (input, context) => {
  const { pool, user } = requireUser(context, input);
  const { name } = requireGroup(context, input);
  if (!user.groups.includes(name)) putUser(context, pool, { ...user, groups: [...user.groups, name] });
});

export const adminRemoveUserFromGroup = operation('AdminRemoveUserFromGroup', (input, context) => {
  const { pool, user } = requireUser(context, input);
  const { name } = requireGroup(context, input);
  putUser(context, pool, { ...user, groups: user.groups.filter((one) => one !== name) });
});

export const adminListGroupsForUser = operation('AdminListGroupsForUser', (input, context) => {
  const { pool, user } = requireUser(context, input);
  const own = user.groups.map((name) => groups(context).get(`${pool.id}/${name}`)!);
  const { items, next } = page(own, input.Limit, input.NextToken);
  return { Groups: items.map((group) => groupView(pool.id, group)), NextToken: next };
});

export const listUsersInGroup = operation('ListUsersInGroup', (input, context) => {
  const { name } = requireGroup(context, input);
  const members = ofPool(users(context), input.UserPoolId).filter((user) => user.groups.includes(name));
  const { items, next } = page(members, input.Limit, input.NextToken);
  return { Users: items.map((user) => userView(user)), NextToken: next };
});
