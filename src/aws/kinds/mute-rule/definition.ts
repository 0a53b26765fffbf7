/** Describes the kind `mute-rule`. */
import { GetAlarmMuteRuleCommand } from '@aws-sdk/client-cloudwatch';
import { muteRuleArn } from '../../../naming/arns.ts';
import { silenceName } from '../../../naming/names.ts';
import { ownMuteRules } from '../../arns/own-arns.ts';
import { cloudwatchTags } from '../../ownership/cloudwatch-tags.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import type { KindDefinition } from '../definition.ts';
import type { KindSearch } from '../search.ts';
import { type MuteRuleShape, muteRuleKind } from './mute-rule.ts';

/**
 * A stage has at most one, found by its name. Those that other stages left behind have tags, and the search by tags
 * finds them.
 */
const muteRuleSearch: KindSearch = {
  what: 'mute rules of alarms',
  reads: ['cloudwatch:GetAlarmMuteRule', 'cloudwatch:ListTagsForResource'],
  own: ownMuteRules,
  any: (scope) => [muteRuleArn(scope, '*')],
  in({ clients, facts: target }) {
    const arn = (name: string) => muteRuleArn(target, name);
    return {
      all: async () => [],
      ofStage: (owner) => [silenceName(owner)],
      ofArn: (found) => /:cloudwatch:[^:]*:\d*:alarm-mute-rule:(.+)$/.exec(found)?.[1],
      async tags(name) {
        const client = await clients.cloudwatch();
        const rule = await undefinedIfNotFound(client.send(new GetAlarmMuteRuleCommand({ AlarmMuteRuleName: name })));
        return rule && (await cloudwatchTags(client, rule.AlarmMuteRuleArn ?? arn(name)));
      },
      arn,
    };
  },
};

export const muteRule: KindDefinition<MuteRuleShape> = {
  kind: 'mute-rule',
  plural: 'mute rules',
  create: muteRuleKind,
  former: {},
  search: muteRuleSearch,
};
