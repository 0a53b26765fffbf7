/** Tags in the form of services that use a list of keys and values. */
import { checkMembers, type Member, TAG_KEY, TAG_VALUE } from './constraints.ts';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** Returns the checks of each tag. `path` is the service's name of the list. */
const tagMembers = (tags: readonly Partial<Tag>[], path = 'tags'): Member[] =>
  tags.flatMap(({ Key, Value }, index): Member[] => [
    [`${path}.${index + 1}.member.key`, Key, TAG_KEY],
    [`${path}.${index + 1}.member.value`, Value, { ...TAG_VALUE, required: true }],
  ]);

/**
 * Returns the function that checks all tags of a resource. It throws the error with this code: most of AWS's models
 * have neither the number of tags nor their characters (docs/aws/tags.md).
 */
export const tagsCheckedAs =
  (code: string, path = 'tags', most = 50) =>
  (tags: readonly Partial<Tag>[] = []): readonly Tag[] => {
    checkMembers(code, [[path, tags, { maxLength: most }], ...tagMembers(tags, path)]);
    return tags as readonly Tag[];
  };

/** Later tags replace earlier ones with the same key. */
export const withTags = (tags: readonly Tag[], more: readonly Tag[]): Tag[] => [
  ...withoutTags(
    tags,
    more.map(({ Key }) => Key),
  ),
  ...more,
];

export const withoutTags = (tags: readonly Tag[], keys: readonly string[]): Tag[] =>
  tags.filter(({ Key }) => !keys.includes(Key));
