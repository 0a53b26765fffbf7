/** TagResource, UntagResource and ListTagsForResource, for user pools. */
import { checkMembers, type Member, TAG_KEY, TAG_VALUE } from '../../cloud/constraints.ts';
import { tagMapOperations } from '../../cloud/tag-operations.ts';
import type { ListTagsForResourceRequest } from '../../models/cognito-idp.ts';
import { poolArn, userPools } from '../../state/user-pools.ts';
import { invalidParameter, resourceNotFound } from './errors.ts';

export const { tagResource, untagResource, listTagsForResource } = tagMapOperations({
  members: { tags: 'Tags', keys: 'TagKeys' },
  find({ ResourceArn }: ListTagsForResourceRequest, context) {
    const pool = userPools(context)
      .values()
      .find(({ id }) => poolArn(context, id) === ResourceArn);
    if (!pool) throw resourceNotFound(`User pool ${ResourceArn.split('/').at(-1)} does not exist.`);
    return { tags: pool.tags, put: (tags) => userPools(context).put(pool.id, { ...pool, tags }) };
  },
  check: checkTags,
});

/** Throws InvalidParameterException. AWS's model has neither the number of tags nor their characters. */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length > 50) throw invalidParameter('A resource can have at most 50 tags.');
  const members = Object.entries(tags).flatMap(([key, value]): Member[] => [
    ['tags.key', key, TAG_KEY],
    [`tags.${key}`, value, TAG_VALUE],
  ]);
  checkMembers('InvalidParameterException', members);
}
