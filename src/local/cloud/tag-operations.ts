/** TagResource, UntagResource and ListTagsForResource of services that have tags as a list. */
import { type OperationContext, operation } from './operation.ts';
import { type Tag, withoutTags, withTags } from './tag-list.ts';

interface TagSettings {
  /** The names of the members in the requests. ListTagsForResource returns the tags by the same name. */
  readonly members: { readonly resource: string; readonly tags: string; readonly keys: string };
  /** Returns the tags of a resource, and how they are stored. Throws the service's error for an unknown resource. */
  find(id: string, context: OperationContext): { readonly tags: readonly Tag[]; put(tags: readonly Tag[]): void };
  /** Throws `AwsError` if a resource cannot have these tags. */
  check(tags: readonly Tag[]): void;
}

type Input = Readonly<Record<string, unknown>>;

export function tagOperations({ members, find, check }: TagSettings) {
  const findFor = (input: Input, context: OperationContext) => find(input[members.resource] as string, context);
  return {
    tagResource: operation<Input, object>({
      name: 'TagResource',
      run(input, context) {
        const resource = findFor(input, context);
        const tags = withTags(resource.tags, input[members.tags] as Tag[]);
        check(tags);
        resource.put(tags);
        return {};
      },
    }),
    untagResource: operation<Input, object>({
      name: 'UntagResource',
      run(input, context) {
        const resource = findFor(input, context);
        resource.put(withoutTags(resource.tags, input[members.keys] as string[]));
        return {};
      },
    }),
    listTagsForResource: operation<Input, unknown>({
      name: 'ListTagsForResource',
      run: (input, context) => ({ [members.tags]: findFor(input, context).tags }),
    }),
  };
}
