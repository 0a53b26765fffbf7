/** ListTagsForResource, TagResource and UntagResource for cost monitors and their subscriptions. */
import { AwsError } from '../../cloud/aws-error.ts';
import { type OperationContext, operation } from '../../cloud/operation.ts';
import { type Tag, withoutTags, withTags } from '../../cloud/tag-list.ts';
import type { Collection } from '../../storage/store.ts';
import { check, checkTags, monitorsOf, subscriptionsOf } from './model.ts';

interface Tagged {
  readonly tags: readonly Tag[];
}

export const listTagsForResource = operation<{ ResourceArn: string }, unknown>({
  name: 'ListTagsForResource',
  run: ({ ResourceArn }, context) => ({ ResourceTags: find(ResourceArn, context).resource.tags }),
});

export const tagResource = operation<{ ResourceArn: string; ResourceTags: Tag[] }, object>({
  name: 'TagResource',
  run({ ResourceArn, ResourceTags }, context) {
    const { collection, resource } = find(ResourceArn, context);
    check(['resourceTags', ResourceTags, { required: true }]);
    const tags = withTags(resource.tags, ResourceTags);
    checkTags(tags);
    collection.put(ResourceArn, { ...resource, tags });
    return {};
  },
});

export const untagResource = operation<{ ResourceArn: string; ResourceTagKeys: string[] }, object>({
  name: 'UntagResource',
  run({ ResourceArn, ResourceTagKeys }, context) {
    const { collection, resource } = find(ResourceArn, context);
    check(['resourceTagKeys', ResourceTagKeys, { required: true }]);
    collection.put(ResourceArn, { ...resource, tags: withoutTags(resource.tags, ResourceTagKeys) });
    return {};
  },
});

/** Throws ResourceNotFoundException. */
function find(arn: string, context: OperationContext) {
  check(['resourceArn', arn, { required: true, minLength: 20, maxLength: 2048 }]);
  const collections = [monitorsOf(context), subscriptionsOf(context)] as unknown as Collection<Tagged>[];
  const collection = collections.find((each) => each.has(arn));
  const resource = collection?.get(arn);
  if (!collection || !resource) throw new AwsError('ResourceNotFoundException', `Unable to find the resource ${arn}.`);
  return { collection, resource };
}
