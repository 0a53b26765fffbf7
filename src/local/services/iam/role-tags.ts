/** TagRole, UntagRole, ListRoleTags. */
import { operation } from '../../cloud/operation.ts';
import { type Tag, withoutTags } from '../../cloud/tag-list.ts';
import { findRole, rolesOf } from '../../state/identity/model.ts';
import { check, mergeTags, type PageInput, page, ROLE_NAME, readTags } from './checks.ts';

export const tagRole = operation<{ RoleName: string; Tags: Tag[] }, void>({
  name: 'TagRole',
  run(input, context) {
    check(['roleName', input.RoleName, ROLE_NAME], ['tags', input.Tags, { required: true, maxLength: 50 }]);
    const added = readTags(input.Tags);
    const role = findRole(context, input.RoleName);
    rolesOf(context).put(role.roleName, { ...role, tags: mergeTags(role.tags, added) });
  },
});

export const untagRole = operation<{ RoleName: string; TagKeys: string[] }, void>({
  name: 'UntagRole',
  run(input, context) {
    check(['roleName', input.RoleName, ROLE_NAME], ['tagKeys', input.TagKeys, { required: true, maxLength: 50 }]);
    const role = findRole(context, input.RoleName);
    const tags = withoutTags(role.tags, input.TagKeys);
    rolesOf(context).put(role.roleName, { ...role, tags });
  },
});

export const listRoleTags = operation<PageInput & { RoleName: string }, unknown>({
  name: 'ListRoleTags',
  run(input, context) {
    check(['roleName', input.RoleName, ROLE_NAME]);
    const { items, rest } = page(findRole(context, input.RoleName).tags, input);
    return { Tags: items, ...rest };
  },
});
