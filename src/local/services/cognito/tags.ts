/** TagResource, UntagResource and ListTagsForResource, for user pools. */
import { type Member, TAG_KEY, TAG_VALUE } from '../../cloud/constraints.ts';
import { type OperationContext, operation } from '../../cloud/operation.ts';
import { poolArn, type UserPool, userPools } from '../../state/user-pools.ts';
import { check, invalidParameter, resourceNotFound } from './errors.ts';

interface Input {
  readonly ResourceArn: string;
}

export const tagResource = operation<Input & { Tags: Record<string, string> }, object>({
  name: 'TagResource',
  run(input, context) {
    const pool = taggedPool(context, input);
    check(['tags', input.Tags, { required: true }]);
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
    check(['tagKeys', input.TagKeys, { required: true }]);
    const tags = Object.fromEntries(Object.entries(pool.tags).filter(([key]) => !input.TagKeys.includes(key)));
    userPools(context).put(pool.id, { ...pool, tags });
    return {};
  },
});

export const listTagsForResource = operation<Input, unknown>({
  name: 'ListTagsForResource',
  run: (input, context) => ({ Tags: taggedPool(context, input).tags }),
});

/** Throws InvalidParameterException. */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length > 50) throw invalidParameter('A resource can have at most 50 tags.');
  check(
    ...Object.entries(tags).flatMap(([key, value]): Member[] => [
      ['tags.key', key, TAG_KEY],
      [`tags.${key}`, value, TAG_VALUE],
    ]),
  );
}

function taggedPool(context: OperationContext, { ResourceArn }: Input): UserPool {
  check(['resourceArn', ResourceArn, { required: true, minLength: 20, maxLength: 2048 }]);
  const pool = userPools(context)
    .values()
    .find(({ id }) => poolArn(context, id) === ResourceArn);
  if (!pool) throw resourceNotFound(`User pool ${ResourceArn.split('/').at(-1)} does not exist.`);
  return pool;
}
