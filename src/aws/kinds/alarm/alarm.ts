/**
 * Kind `alarm`: a CloudWatch metric alarm. One listing returns all alarms of a stage. Their descriptions name the owner
 * and a digest of the tags (`ownership-mark.ts`).
 *
 * Only an alarm that sends to the stage's own topic shows that an unwanted topic still exists. So `apply` keeps that
 * target, and `retire` removes it when the topic is deleted: a run that is cut off in between leaves something that the
 * next run finds.
 */
import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  type MetricAlarm,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import type { FieldChange, Kind, Observed, ResolvedResource, Resource } from '../../../engine/resource.ts';
import { alarmArn } from '../../../naming/arns.ts';
import { baseName, topicName } from '../../../naming/names.ts';
import type { Tags } from '../../../naming/tags.ts';
import { identityIn } from '../../../naming/tags.ts';
import { listAlarms } from '../../alarms/list-alarms.ts';
import { ownAlarms } from '../../arns/own-arns.ts';
import { cloudwatchTags, syncCloudwatchTags } from '../../ownership/cloudwatch-tags.ts';
import { owns } from '../../ownership/ownership.ts';
import { markOf, splitMark } from '../../ownership/ownership-mark.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { sharedRead } from '../shared-read.ts';
import { alarmInput, comparable, describedAlarm } from './alarm-settings.ts';
import type { AlarmShape } from './shape.ts';

export function alarmKind({ clients, clock, target }: KindDependencies): Kind<AlarmShape> {
  const arnOf = (name: string) => alarmArn(target, name);

  const listing = sharedRead(clock, async (prefix) => await listAlarms(await clients.cloudwatch(), prefix));

  const prefixOf = (tags: Tags) => `${baseName(identityIn(tags))}-`;
  const alarmsOf = (tags: Tags) => listing.get(prefixOf(tags));

  /** An alarm with our tags and another name is not in the stage's listing. */
  async function find(name: string, tags: Tags): Promise<MetricAlarm | undefined> {
    const alarms = await alarmsOf(tags);
    const listed = alarms.find(({ AlarmName }) => AlarmName === name);
    if (listed || name.startsWith(prefixOf(tags))) return listed;
    const client = await clients.cloudwatch();
    const named = await client.send(new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ['MetricAlarm'] }));
    return named.MetricAlarms?.[0];
  }

  return {
    kind: 'alarm',
    rights: [
      { actions: ['cloudwatch:DescribeAlarms'] },
      {
        actions: [
          'cloudwatch:ListTagsForResource',
          'cloudwatch:PutMetricAlarm',
          'cloudwatch:TagResource',
          'cloudwatch:UntagResource',
          'cloudwatch:DeleteAlarms',
        ],
        on: ownAlarms,
      },
    ],
    async ownedNames(tags) {
      const { owner } = markOf(tags);
      const ours = (await alarmsOf(tags)).filter(
        ({ AlarmDescription = '' }) => splitMark(AlarmDescription).mark?.owner === owner,
      );
      return ours.map(({ AlarmName = '' }) => AlarmName);
    },
    async read(resource) {
      const { tags } = resource.properties;
      const alarm = await find(resource.name, tags);
      if (!alarm) return undefined;
      const { mark } = splitMark(alarm.AlarmDescription ?? '');
      return {
        attributes: { arn: alarm.AlarmArn, name: alarm.AlarmName },
        properties: { ...describedAlarm(alarm), ...(mark && { tagsDigest: mark.digest }) },
        owned: mark
          ? mark.owner === markOf(tags).owner
          : owns(tags, await cloudwatchTags(await clients.cloudwatch(), arnOf(resource.name))),
        ...(alarm.StateValue && { state: alarm.StateValue }),
      };
    },
    diff: diffAlarm,
    async apply(wanted, observed) {
      const client = await clients.cloudwatch();
      const resource = withTopicTarget(wanted, observed);
      const { tags } = resource.properties;
      const arn = arnOf(resource.name);
      const mark = markOf(tags);
      // The tags change before the description: a run that ends in between compares them again.
      if (observed && observed.properties.tagsDigest !== mark.digest) await syncCloudwatchTags(client, arn, tags);
      if (!observed?.owned || diffAlarm(resource, observed).length > 0) {
        await client.send(new PutMetricAlarmCommand(alarmInput(resource)));
        listing.forget();
      }
      return {
        attributes: { arn, name: resource.name },
        properties: { ...comparable(resource.properties), tagsDigest: mark.digest },
        owned: true,
      };
    },
    retire: {
      due: (wanted, applied) => withTopicTarget(wanted, applied) !== wanted,
      async begin(wanted) {
        await (await clients.cloudwatch()).send(new PutMetricAlarmCommand(alarmInput(wanted)));
        listing.forget();
      },
    },
    async remove(resource) {
      const client = await clients.cloudwatch();
      await undefinedIfNotFound(client.send(new DeleteAlarmsCommand({ AlarmNames: [resource.name] })));
      listing.forget();
    },
  };
}

function diffAlarm(desired: Resource<AlarmShape>, observed: Observed<AlarmShape>): FieldChange[] {
  const { properties } = desired;
  const { tagsDigest, ...had } = observed.properties;
  const wanted = markOf(properties.tags);
  const tags = tagsDigest === wanted.digest ? [] : [{ path: 'tags', from: tagsDigest, to: properties.tags }];
  return [...diffFields(comparable(properties), had), ...tags];
}

/** The desired alarm, with the stage's topic as a target if it has that now. */
function withTopicTarget(
  wanted: ResolvedResource<AlarmShape>,
  observed: Observed<AlarmShape> | undefined,
): ResolvedResource<AlarmShape> {
  const { actions, tags } = wanted.properties;
  const topic = `:${topicName(identityIn(tags))}`;
  const had = observed?.properties.actions ?? [];
  const own = had.filter((arn) => arn.endsWith(topic) && !actions.includes(arn));
  return own.length === 0 ? wanted : { ...wanted, properties: { ...wanted.properties, actions: [...actions, ...own] } };
}
