/** TagResource, UntagResource, ListTagsForResource, for topics. */
import { AwsError } from '../../cloud/aws-error.ts';
import { tagOperations } from '../../cloud/tag-operations.ts';
import type { ListTagsForResourceRequest } from '../../models/sns.ts';
import { checkTags, topicsOf } from './model.ts';

export const { tagResource, untagResource, listTagsForResource } = tagOperations({
  members: { tags: 'Tags', keys: 'TagKeys' },
  find({ ResourceArn: arn }: ListTagsForResourceRequest, context) {
    const topic = topicsOf(context).get(arn);
    if (!topic) throw new AwsError('ResourceNotFound', 'Resource does not exist');
    return { tags: topic.tags, put: (tags) => topicsOf(context).put(arn, { ...topic, tags }) };
  },
  check: checkTags,
});
