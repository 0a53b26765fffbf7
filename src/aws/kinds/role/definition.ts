/** Describes the kind `role`. */
import type { KindDefinition } from '../definition.ts';
import { roleKind } from './role.ts';
import { roleSearch } from './search.ts';
import type { RoleShape } from './shape.ts';

export const role: KindDefinition<RoleShape> = {
  kind: 'role',
  plural: 'roles',
  create: roleKind,
  former: { properties: ({ tags }) => ({ policies: {}, tags }) },
  search: roleSearch,
};
