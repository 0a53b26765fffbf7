/**
 * Kind `mute-rule`: for how long the alarms of a stage are silent (`alarm-silence.ts`). No deploy makes or changes one; it goes with
 * its stage.
 */
import {
  DeleteAlarmMuteRuleCommand,
  GetAlarmMuteRuleCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import type { Kind, Resource } from '../engine/resource.ts';
import type { Tags } from '../stack/properties.ts';
import type { KindDependencies } from './kind-dependencies.ts';
import { ownMuteRules } from './own-arns.ts';
import { fromTagList, owns } from './ownership.ts';
import { ifThere } from './sdk-error.ts';

export function muteRuleKind({ clients }: KindDependencies): Kind {
  return {
    kind: 'mute-rule',
    rights: [
      {
        actions: ['cloudwatch:GetAlarmMuteRule', 'cloudwatch:ListTagsForResource', 'cloudwatch:DeleteAlarmMuteRule'],
        on: ownMuteRules,
      },
    ],
    async read({ name, properties }: Resource) {
      const client = await clients.cloudwatch();
      const rule = await ifThere(client.send(new GetAlarmMuteRuleCommand({ AlarmMuteRuleName: name })));
      if (!rule) return undefined;
      const { Tags: list } = await client.send(new ListTagsForResourceCommand({ ResourceARN: rule.AlarmMuteRuleArn }));
      const { tags } = properties as unknown as { tags: Tags };
      return {
        attributes: { arn: rule.AlarmMuteRuleArn, name },
        properties: {},
        owned: owns(tags, fromTagList(list)),
      };
    },
    diff: () => [],
    async apply({ id }) {
      throw new Error(`${id} is a mute rule, which no deploy makes`);
    },
    async remove({ name }) {
      const client = await clients.cloudwatch();
      await ifThere(client.send(new DeleteAlarmMuteRuleCommand({ AlarmMuteRuleName: name })));
    },
  };
}
