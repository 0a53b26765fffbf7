import { tagOperations } from '../../cloud/tag-operations.ts';
import type { TagRoleRequest, UntagRoleRequest } from '../../models/iam.ts';
import { findRole, rolesOf } from '../../state/identity/model.ts';
import { checkTagCount, page, readTags } from './checks.ts';
import { operation } from './operation.ts';

export const { tagResource: tagRole, untagResource: untagRole } = tagOperations({
  names: ['TagRole', 'UntagRole', 'ListRoleTags'],
  members: { tags: 'Tags', keys: 'TagKeys' },
  find(input: UntagRoleRequest | TagRoleRequest, context) {
    if ('Tags' in input) readTags(input.Tags);
    const role = findRole(context, input.RoleName);
    const { tags, roleName } = role;
    return { tags, put: (changed) => rolesOf(context).put(roleName, { ...role, tags: changed }) };
  },
  check: checkTagCount,
});

/** The only list of tags that has pages. */
export const listRoleTags = operation('ListRoleTags', (input, context) => {
  const { items, rest } = page(findRole(context, input.RoleName).tags, input);
  return { Tags: items, ...rest };
});
