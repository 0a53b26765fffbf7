/** Tags of keys. KMS has its own names for their members. */
import { AwsError } from '../../cloud/aws-error.ts';
import { type Tag, tagsCheckedAs, withoutTags, withTags } from '../../cloud/tag-list.ts';
import { keysOf } from '../../state/keys/keys.ts';
import { getKeyById, page } from './find-key.ts';
import { operation } from './operation.ts';

interface KeyTag {
  readonly TagKey: string;
  readonly TagValue: string;
}

const checked = tagsCheckedAs('TagException');

/** Throws TagException. */
export function keyTags(tags: readonly KeyTag[]): readonly Tag[] {
  const own = tags.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue }));
  if (own.some(({ Key }) => Key.startsWith('aws:')))
    throw new AwsError('TagException', 'Tags beginning with aws: are reserved');
  return checked(own);
}

export const tagResource = operation('TagResource', ({ KeyId, Tags }, context) => {
  const key = getKeyById(KeyId, context);
  keysOf(context.cloud, context).put(key.id, { ...key, tags: checked(withTags(key.tags, keyTags(Tags))) });
});

export const untagResource = operation('UntagResource', ({ KeyId, TagKeys }, context) => {
  const key = getKeyById(KeyId, context);
  keysOf(context.cloud, context).put(key.id, { ...key, tags: withoutTags(key.tags, TagKeys) });
});

export const listResourceTags = operation('ListResourceTags', ({ KeyId, Limit, Marker }, context) => {
  const { items, next } = page(getKeyById(KeyId, context).tags, Limit ?? 50, Marker);
  return {
    Tags: items.map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value })),
    NextMarker: next,
    Truncated: next !== undefined,
  };
});
