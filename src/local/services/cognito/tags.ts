/** TagResource, UntagResource and ListTagsForResource, for user pools. */
import { checkMembers, type Member, TAG_KEY, TAG_VALUE } from '../../cloud/constraints.ts';
import { type OperationContext, operation } from '../../cloud/operation.ts';
import { poolArn, type UserPool, userPools } from '../../state/user-pools.ts';
import { invalidParameter, resourceNotFound } from './errors.ts';

interface Input {
  readonly ResourceArn: string;
}

export const tagResource = operation<Input & { Tags: Record<string, string> }, object>({
  name: 'TagResource',
  run(input, context) {
    const pool = taggedPool(context, input);
    const tags = { ...pool.tags, ...input.Tags };
    checkTags(tags);
    userPools(context).put(pool.id, { ...pool, tags });
    return {};
  },
});

export const untagResource = operation<Input & { TagKeys: string[] }, object>({
  name: 'UntagResource',
  run(input, context) {
    const pool = taggedPool(context, input);
    const tags = Object.fromEntries(Object.entries(pool.tags).filter(([key]) => !input.TagKeys.includes(key)));
    userPools(context).put(pool.id, { ...pool, tags });
    return {};
  },
});

export const listTagsForResource = operation<Input, unknown>({
  name: 'ListTagsForResource',
  run: (input, context) => ({ Tags: taggedPool(context, input).tags }),
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

function taggedPool(context: OperationContext, { ResourceArn }: Input): UserPool {
  const pool = userPools(context)
    .values()
    .find(({ id }) => poolArn(context, id) === ResourceArn);
  if (!pool) throw resourceNotFound(`User pool ${ResourceArn.split('/').at(-1)} does not exist.`);
  return pool;
}
