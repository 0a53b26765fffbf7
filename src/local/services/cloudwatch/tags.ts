/** TagResource, UntagResource, ListTagsForResource for alarms, their mute rules, and dashboards. */
import { type OperationContext, operation } from '../../cloud/operation.ts';
import { type Tag, tagMembers } from '../../cloud/tag-list.ts';
import { tagOperations } from '../../cloud/tag-operations.ts';
import { alarmArn, alarmsOf } from './alarm.ts';
import { check } from './checks.ts';
import { dashboardArn, dashboardsOf } from './dashboard.ts';
import { muteRuleArn, muteRulesOf } from './mute-rule.ts';
import { arnNotFound } from './wire-values.ts';

export const { tagResource, untagResource } = tagOperations({
  members: { resource: 'ResourceARN', tags: 'Tags', keys: 'TagKeys' },
  find(arn, context) {
    const found = taggedAt(arn, context);
    if (!found) throw arnNotFound(arn.includes(':alarm:') ? 'Alarm' : 'Resource', arn);
    return found;
  },
  check: checkTags,
});

export const listTagsForResource = operation<{ ResourceARN: string }, unknown>({
  name: 'ListTagsForResource',
  // An alarm that does not exist has no tags: recorded in LocalStack's `test_tagging_metric_alarm`, which was run on
  // AWS.
  run: ({ ResourceARN }, context) => ({ Tags: taggedAt(ResourceARN, context)?.tags ?? [] }),
});

/** Throws ValidationError. */
export function checkTags(tags: readonly Tag[]): void {
  check(['tags', tags, { maxLength: 50 }], ...tagMembers(tags));
}

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
