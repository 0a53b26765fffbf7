/** The checks of tags of buckets and objects, in S3's words (LocalStack's tests, which recorded them on AWS). */
import { AwsError } from '../../cloud/aws-error.ts';
import { satisfies, TAG_KEY, TAG_VALUE } from '../../cloud/constraints.ts';
import type { Tag } from '../../cloud/tag-list.ts';

/** Throws InvalidTag. `forSystemTags` is the text about a key that begins with `aws:`. */
export function checkTagTexts(tags: readonly Tag[], forSystemTags: string): readonly Tag[] {
  const seen = new Set<string>();
  for (const { Key, Value } of tags) {
    if (seen.has(Key)) throw invalidTag('Cannot provide multiple Tags with the same key', { TagKey: Key });
    seen.add(Key);
    if (Key.startsWith('aws:')) throw invalidTag(forSystemTags, { TagKey: Key });
    if (!satisfies(Key, TAG_KEY)) throw invalidTag('The TagKey you have provided is invalid', { TagKey: Key });
    if (!satisfies(Value, TAG_VALUE)) {
      throw invalidTag('The TagValue you have provided is invalid', { TagKey: Key, TagValue: Value });
    }
  }
  return tags;
}

const invalidTag = (message: string, members: Record<string, string>): AwsError =>
  new AwsError('InvalidTag', message, { members });
