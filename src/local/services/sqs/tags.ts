/** TagQueue, UntagQueue, ListQueueTags. */
import { checkMembers, TAG_KEY, TAG_VALUE } from '../../cloud/constraints.ts';
import { tagMapOperations } from '../../cloud/tag-operations.ts';
import type { ListQueueTagsRequest } from '../../models/sqs.ts';
import { changeQueue } from './attributes.ts';
import { findQueue } from './find-queue.ts';

/** SQS recommends at most 50 tags (docs/aws/tags.md). */
export const checkTags = (tags: Readonly<Record<string, string>>): void =>
  checkMembers('InvalidParameterValueException', [['tags', tags, { keys: TAG_KEY, values: TAG_VALUE, maxLength: 50 }]]);

const { tagResource, untagResource, listTagsForResource } = tagMapOperations({
  names: ['TagQueue', 'UntagQueue', 'ListQueueTags'],
  members: { tags: 'Tags', keys: 'TagKeys' },
  find({ QueueUrl }: ListQueueTagsRequest, context) {
    const { name, tags } = findQueue(QueueUrl, context);
    return { tags, put: (changed) => changeQueue(context, name, () => ({ tags: changed })) };
  },
  check: checkTags,
});

export { listTagsForResource as listQueueTags, tagResource as tagQueue, untagResource as untagQueue };
