/** TagRole, UntagRole, ListRoleTags. */
import { operation } from '../../cloud/operation.ts';
import { type Tag, withoutTags } from '../../cloud/tag-list.ts';
import { findRole, rolesOf } from '../../state/identity/model.ts';
import { mergeTags, type PageInput, page, readTags } from './checks.ts';

export const tagRole = operation<{ RoleName: string; Tags: Tag[] }, void>({
  name: 'TagRole',
  run(input, context) {
    const added = readTags(input.Tags);
    const role = findRole(context, input.RoleName);
    rolesOf(context).put(role.roleName, { ...role, tags: mergeTags(role.tags, added) });
  },
});

export const untagRole = operation<{ RoleName: string; TagKeys: string[] }, void>({
  name: 'UntagRole',
  run(input, context) {
    const role = findRole(context, input.RoleName);
    const tags = withoutTags(role.tags, input.TagKeys);
    rolesOf(context).put(role.roleName, { ...role, tags });
  },
});

export const listRoleTags = operation<PageInput & { RoleName: string }, unknown>({
  name: 'ListRoleTags',
  run(input, context) {
    const { items, rest } = page(findRole(context, input.RoleName).tags, input);
    return { Tags: items, ...rest };
  },
});
