/** ListUsers, with its filter: `email = "a@b.c"`, `status ^= "CON"`. */
import { ofPool, type User, users } from '../../../state/user-pools.ts';
import { invalidParameter } from '../errors.ts';
import { requirePool } from '../look-up.ts';
import { operation } from '../operation.ts';
import { page } from '../page.ts';
import { userView } from './user-view.ts';

export const listUsers = operation('ListUsers', (input, context) => {
  const pool = requirePool(context, input);
  const found = ofPool(users(context), pool.id).filter(compileFilter(input.Filter));
  const { items, next } = page(found, input.Limit, input.PaginationToken);
  return {
    Users: items.map((user) => {
      const view = userView(user);
      const wanted = input.AttributesToGet;
      return wanted ? { ...view, Attributes: view.Attributes.filter(({ Name }) => wanted.includes(Name)) } : view;
    }),
    PaginationToken: next,
  };
});

/** Standard attributes that can be searched for (API reference, "ListUsers"). */
const SEARCHABLE = new Set([
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
  'sub',
]);

function compileFilter(filter: string | undefined): (user: User) => boolean {
  if (filter === undefined || filter.trim() === '') return () => true;
  const [, name = '', operator, value = ''] = /^\s*([\w:]+)\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(filter) ?? [];
  if (operator === undefined) throw invalidParameter(`Error while parsing filter.`);
  if (!SEARCHABLE.has(name)) throw invalidParameter(`Invalid search attribute: ${name}`);
  const wanted = value.replace(/\\(.)/g, '$1').toLowerCase();
  return (user) => {
    const given = searched(user, name)?.toLowerCase();
    return operator === '=' ? given === wanted : given?.startsWith(wanted) === true;
  };
}

function searched(user: User, name: string): string | undefined {
  switch (name) {
    case 'username':
      return user.username;
    case 'sub':
      return user.sub;
    case 'cognito:user_status':
      return user.status;
    case 'status':
      return user.enabled ? 'Enabled' : 'Disabled';
    default:
      return user.attributes[name];
  }
}
