/** TagResource, UntagResource and ListTagsForResource of scalable targets. */
import { AwsError } from '../../cloud/aws-error.ts';
import { tagMapOperations } from '../../cloud/tag-operations.ts';
import type { ListTagsForResourceRequest } from '../../models/application-autoscaling.ts';
import { targetsOf } from './model.ts';

const MOST = 50;

export const { tagResource, untagResource, listTagsForResource } = tagMapOperations({
  members: { tags: 'Tags', keys: 'TagKeys' },
  find({ ResourceARN }: ListTagsForResourceRequest, context) {
    const targets = targetsOf(context.cloud, context);
    const target = targets.values().find(({ arn }) => arn === ResourceARN);
    if (!target) throw new AwsError('ResourceNotFoundException', `No scalable target found for ARN: ${ResourceARN}`);
    return { tags: target.tags, put: (tags) => targets.put(target.resourceId, { ...target, tags }) };
  },
  check(tags) {
    if (Object.keys(tags).length > MOST)
      throw new AwsError('TooManyTagsException', `A resource has at most ${MOST} tags.`);
  },
});
