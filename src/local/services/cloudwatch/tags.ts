/** TagResource, UntagResource, ListTagsForResource for alarms, their mute rules, and dashboards. */
import type { OperationContext } from '../../cloud/operation.ts';
import { type Tag, tagsCheckedAs } from '../../cloud/tag-list.ts';
import { tagOperations } from '../../cloud/tag-operations.ts';
import type { ListTagsForResourceInput } from '../../models/cloudwatch.ts';
import { alarmArn, alarmsOf } from './alarm.ts';
import { dashboardArn, dashboardsOf } from './dashboard.ts';
import { arnNotFound } from './errors.ts';
import { muteRuleArn, muteRulesOf } from './mute-rule.ts';
import { operation } from './operation.ts';

export const checkTags = tagsCheckedAs('ValidationError');

export const { tagResource, untagResource } = tagOperations({
  members: { tags: 'Tags', keys: 'TagKeys' },
  find({ ResourceARN: arn }: ListTagsForResourceInput, context) {
    const found = taggedAt(arn, context);
    if (!found) throw arnNotFound(arn.includes(':alarm:') ? 'Alarm' : 'Resource', arn);
    return found;
  },
  check: checkTags,
});

export const listTagsForResource = operation(
  'ListTagsForResource',
  // An alarm that does not exist has no tags: recorded in LocalStack's `test_tagging_metric_alarm`, which was run on
  // AWS.
  ({ ResourceARN }, context) => ({ Tags: taggedAt(ResourceARN, context)?.tags ?? [] }),
);

function taggedAt(arn: string, context: OperationContext) {
  const kinds = [
    { prefix: alarmArn(context, ''), of: alarmsOf(context.cloud, context) },
    { prefix: muteRuleArn(context, ''), of: muteRulesOf(context) },
    { prefix: dashboardArn(context, ''), of: dashboardsOf(context) },
  ] as {
    prefix: string;
    of: { get(key: string): { tags?: readonly Tag[] } | undefined; put(key: string, value: object): void };
  }[];
  const kind = kinds.find(({ prefix }) => arn.startsWith(prefix));
  const name = arn.slice(kind?.prefix.length);
  const found = kind?.of.get(name);
  return found && { tags: found.tags ?? [], put: (tags: readonly Tag[]) => kind?.of.put(name, { ...found, tags }) };
}
