/** TagResource, UntagResource, ListTagsForResource: alarms are the only tagged resource here. */
import { type Member, TAG_KEY, TAG_VALUE } from '../../constraints.ts';
import { type OperationContext, operation } from '../../operation.ts';
import { type Alarm, alarmArn, alarmsOf } from './alarm.ts';
import { check } from './checks.ts';
import { arnNotFound } from './wire-values.ts';

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export const tagResource = operation<{ ResourceARN: string; Tags: Tag[] }, object>({
  name: 'TagResource',
  run({ ResourceARN, Tags }, context) {
    const alarm = alarmByArn(ResourceARN, context);
    check(['tags', Tags, { required: true }]);
    const tags = [...alarm.tags.filter(({ Key }) => !Tags.some((tag) => tag.Key === Key)), ...Tags];
    checkTags(tags);
    alarmsOf(context.cloud, context).put(alarm.configuration.AlarmName, { ...alarm, tags });
    return {};
  },
});

export const untagResource = operation<{ ResourceARN: string; TagKeys: string[] }, object>({
  name: 'UntagResource',
  run({ ResourceARN, TagKeys }, context) {
    const alarm = alarmByArn(ResourceARN, context);
    check(['tagKeys', TagKeys, { required: true }]);
    const tags = alarm.tags.filter(({ Key }) => !TagKeys.includes(Key));
    alarmsOf(context.cloud, context).put(alarm.configuration.AlarmName, { ...alarm, tags });
    return {};
  },
});

export const listTagsForResource = operation<{ ResourceARN: string }, unknown>({
  name: 'ListTagsForResource',
  // An alarm that is not there has no tags: recorded in LocalStack's `test_tagging_metric_alarm`, which was run on AWS.
  run: ({ ResourceARN }, context) => ({ Tags: alarmAt(ResourceARN, context)?.tags ?? [] }),
});

/** Throws ValidationError. */
export function checkTags(tags: readonly Tag[]): void {
  check(
    ['tags', tags, { maxLength: 50 }],
    ...tags.flatMap(({ Key, Value }, index): Member[] => [
      [`tags.${index + 1}.member.key`, Key, TAG_KEY],
      [`tags.${index + 1}.member.value`, Value, { ...TAG_VALUE, required: true }],
    ]),
  );
}

/** Throws ResourceNotFoundException. */
function alarmByArn(arn: string, context: OperationContext): Alarm {
  const alarm = alarmAt(arn, context);
  if (!alarm) throw arnNotFound('Alarm', arn);
  return alarm;
}

function alarmAt(arn: string, context: OperationContext): Alarm | undefined {
  check(['resourceARN', arn, { required: true, minLength: 1, maxLength: 1024 }]);
  const prefix = alarmArn(context, '');
  return arn.startsWith(prefix) ? alarmsOf(context.cloud, context).get(arn.slice(prefix.length)) : undefined;
}
