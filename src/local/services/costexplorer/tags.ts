/** ListTagsForResource, TagResource and UntagResource for cost monitors and their subscriptions. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { Tag } from '../../cloud/tag-list.ts';
import { tagOperations } from '../../cloud/tag-operations.ts';
import type { ListTagsForResourceRequest } from '../../models/ce.ts';
import type { Collection } from '../../storage/store.ts';
import { checkTags, monitorsOf, subscriptionsOf } from './model.ts';

interface Tagged {
  readonly tags: readonly Tag[];
}

export const { tagResource, untagResource, listTagsForResource } = tagOperations({
  members: { tags: 'ResourceTags', keys: 'ResourceTagKeys' },
  find({ ResourceArn: arn }: ListTagsForResourceRequest, context) {
    const collections = [monitorsOf(context), subscriptionsOf(context)] as unknown as Collection<Tagged>[];
    const collection = collections.find((each) => each.has(arn));
    const resource = collection?.get(arn);
    if (!collection || !resource) {
      throw new AwsError('ResourceNotFoundException', `Unable to find the resource ${arn}.`);
    }
    return { tags: resource.tags, put: (tags) => collection.put(arn, { ...resource, tags }) };
  },
  check: checkTags,
});
