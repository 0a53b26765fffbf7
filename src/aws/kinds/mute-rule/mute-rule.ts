/**
 * Kind `mute-rule`: the silence of a stage's alarms (`alarms/silence.ts`). No deploy creates or changes one. It is
 * removed with its stage.
 */
import { DeleteAlarmMuteRuleCommand, GetAlarmMuteRuleCommand } from '@aws-sdk/client-cloudwatch';
import type { Kind } from '../../../engine/resource.ts';
import { muteRuleArn } from '../../../naming/arns.ts';
import type { Tags } from '../../../naming/tags.ts';
import { ownMuteRules } from '../../arns/own-arns.ts';
import { cloudwatchTags } from '../../ownership/cloudwatch-tags.ts';
import { owns } from '../../ownership/ownership.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import type { KindDependencies } from '../kind-dependencies.ts';

export interface MuteRuleShape {
  kind: 'mute-rule';
  properties: { tags: Tags };
  attributes: { arn: string; name: string };
  found: Record<never, never>;
}

export function muteRuleKind({ clients, target }: KindDependencies): Kind<MuteRuleShape> {
  return {
    kind: 'mute-rule',
    rights: [
      {
        actions: ['cloudwatch:GetAlarmMuteRule', 'cloudwatch:ListTagsForResource', 'cloudwatch:DeleteAlarmMuteRule'],
        on: ownMuteRules,
      },
    ],
    async read({ name, properties }) {
      const client = await clients.cloudwatch();
      const rule = await undefinedIfNotFound(client.send(new GetAlarmMuteRuleCommand({ AlarmMuteRuleName: name })));
      if (!rule) return undefined;
      const { AlarmMuteRuleArn: arn = muteRuleArn(target, name) } = rule;
      return {
        attributes: { arn, name },
        properties: {},
        owned: owns(properties.tags, await cloudwatchTags(client, arn)),
      };
    },
    diff: () => [],
    async apply({ id }) {
      throw new Error(`${id} is a mute rule, which no deploy makes`);
    },
    async remove({ name }) {
      const client = await clients.cloudwatch();
      await undefinedIfNotFound(client.send(new DeleteAlarmMuteRuleCommand({ AlarmMuteRuleName: name })));
    },
  };
}
