/** TagResource, UntagResource, ListTagsForResource, for event buses and rules. */
import type { OperationContext } from '../../cloud/operation.ts';
import { tagOperations } from '../../cloud/tag-operations.ts';
import type { ListTagsForResourceRequest } from '../../models/events.ts';
import { busArn, busesOf, checkTags, findBus, notFound, ruleArn, ruleKey, rulesOf } from './model.ts';

export const { tagResource, untagResource, listTagsForResource } = tagOperations({
  members: { tags: 'Tags', keys: 'TagKeys' },
  find: ({ ResourceARN: arn }: ListTagsForResourceRequest, context) => tagged(arn, context),
  check: checkTags,
});

function tagged(arn: string, context: OperationContext) {
  const rule = rulesOf(context)
    .values()
    .find((each) => ruleArn(context, each) === arn);
  if (rule)
    return { tags: rule.tags, put: (tags: typeof rule.tags) => rulesOf(context).put(ruleKey(rule), { ...rule, tags }) };
  const buses = busArn(context, '');
  if (!arn.startsWith(buses)) {
    const name = arn.slice(arn.lastIndexOf('/') + 1);
    throw notFound(`Rule ${name} does not exist on EventBus default.`);
  }
  const bus = findBus(context, arn);
  return { tags: bus.tags, put: (tags: typeof bus.tags) => busesOf(context).put(bus.name, { ...bus, tags }) };
}
