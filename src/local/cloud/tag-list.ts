/** Tags in the form of services that use a list of keys and values. */
import { type Member, TAG_KEY, TAG_VALUE } from './constraints.ts';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** Returns the checks of each tag. `path` is the service's name of the list. */
export const tagMembers = (tags: readonly Tag[], path = 'tags'): Member[] =>
  tags.flatMap(({ Key, Value }, index): Member[] => [
    [`${path}.${index + 1}.member.key`, Key, TAG_KEY],
    [`${path}.${index + 1}.member.value`, Value, { ...TAG_VALUE, required: true }],
  ]);

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
