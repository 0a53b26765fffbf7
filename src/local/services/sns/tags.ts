/** TagResource, UntagResource, ListTagsForResource, for topics. */
import { AwsError } from '../../cloud/aws-error.ts';
import { type OperationContext, operation } from '../../cloud/operation.ts';
import { type Tag, withoutTags, withTags } from '../../cloud/tag-list.ts';
import { check, checkTags, type Topic, topicsOf } from './model.ts';

export const tagResource = operation<{ ResourceArn: string; Tags: Tag[] }, object>({
  name: 'TagResource',
  run({ ResourceArn, Tags }, context) {
    const topic = taggedTopic(ResourceArn, context);
    check(['tags', Tags, { required: true }]);
    const tags = withTags(topic.tags, Tags);
    checkTags(tags);
    topicsOf(context).put(topic.arn, { ...topic, tags });
    return {};
  },
});

export const untagResource = operation<{ ResourceArn: string; TagKeys: string[] }, object>({
  name: 'UntagResource',
  run({ ResourceArn, TagKeys }, context) {
    const topic = taggedTopic(ResourceArn, context);
    check(['tagKeys', TagKeys, { required: true }]);
    topicsOf(context).put(topic.arn, { ...topic, tags: withoutTags(topic.tags, TagKeys) });
    return {};
  },
});

export const listTagsForResource = operation<{ ResourceArn: string }, unknown>({
  name: 'ListTagsForResource',
  run: ({ ResourceArn }, context) => ({ Tags: taggedTopic(ResourceArn, context).tags }),
});

function taggedTopic(arn: string, context: OperationContext): Topic {
  check(['resourceArn', arn, { required: true, minLength: 1, maxLength: 1011 }]);
  const topic = topicsOf(context).get(arn);
  if (!topic) throw new AwsError('ResourceNotFound', 'Resource does not exist', { status: 404 });
  return topic;
}
