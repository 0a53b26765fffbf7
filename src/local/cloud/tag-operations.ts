/** The operations that tag a resource, remove its tags and list them, of every service that has them. */
import type { Operation, OperationContext } from './operation.ts';
import { type Tag, withoutTags, withTags } from './tag-list.ts';

type TagMap = Readonly<Record<string, string>>;
type Tags = readonly Tag[] | TagMap;

/** A resource with its tags. `put` stores other tags. */
export interface Tagged<T extends Tags> {
  readonly tags: T;
  put(tags: T): void;
}

interface TagSettings<T extends Tags, Given> {
  /** The names of the operations; TagResource, UntagResource and ListTagsForResource by default. */
  readonly names?: readonly [tag: string, untag: string, list: string];
  /** The names of the members. The response has the tags by the first name, or by `listed`. */
  readonly members: { readonly tags: string; readonly keys: string; readonly listed?: string };
  /** Throws the service's error for an unknown resource. */
  find(input: Given, context: OperationContext, operation: string): Tagged<T>;
  /** Throws `AwsError` if a resource cannot have these tags. */
  check(tags: T): void;
}

/** For services with a list of keys and values. `Given` has the members of the requests that name the resource. */
export const tagOperations = <Given extends object>(settings: TagSettings<readonly Tag[], Given>) => make(settings);

/** For services with a map of values by keys. */
export const tagMapOperations = <Given extends object>(settings: TagSettings<TagMap, Given>) => make(settings);

function make<T extends Tags, Given extends object>({
  names: [tag, untag, list] = ['TagResource', 'UntagResource', 'ListTagsForResource'],
  members,
  find,
  check,
}: TagSettings<T, Given>) {
  const tagResource: Operation = {
    name: tag,
    run(input, context) {
      const resource = find(input as Given, context, tag);
      const tags = merged(resource.tags, input[members.tags] as T);
      check(tags);
      resource.put(tags);
    },
  };
  const untagResource: Operation = {
    name: untag,
    run(input, context) {
      const resource = find(input as Given, context, untag);
      resource.put(without(resource.tags, input[members.keys] as readonly string[]));
    },
  };
  const listTagsForResource: Operation = {
    name: list,
    run: (input, context) => ({ [members.listed ?? members.tags]: find(input as Given, context, list).tags }),
  };
  return { tagResource, untagResource, listTagsForResource };
}

const isList = (tags: Tags): tags is readonly Tag[] => Array.isArray(tags);

const merged = <T extends Tags>(tags: T, more: T): T =>
  (isList(tags) ? withTags(tags, more as readonly Tag[]) : { ...tags, ...more }) as T;

const without = <T extends Tags>(tags: T, keys: readonly string[]): T =>
  (isList(tags)
    ? withoutTags(tags, keys)
    : Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)))) as T;
