/** What looking at, trying and silencing the alarms of a stage needs to be allowed, beyond what its deploy needs. */
import type { Right } from '../../engine/rights.ts';
import { ownAlarms, ownMuteRules } from '../arns/own-arns.ts';

export const ALARM_RIGHTS: readonly Right[] = [
  { actions: ['cloudwatch:DescribeAlarms'] },
  { actions: ['cloudwatch:DescribeAlarmHistory', 'cloudwatch:SetAlarmState'], on: ownAlarms },
  // Of a mute rule both the rule and the alarms have to be allowed (docs/aws/cloudwatch.md).
  { actions: ['cloudwatch:PutAlarmMuteRule'], on: (scope) => [...ownAlarms(scope), ...ownMuteRules(scope)] },
  {
    actions: ['cloudwatch:GetAlarmMuteRule', 'cloudwatch:DeleteAlarmMuteRule', 'cloudwatch:TagResource'],
    on: ownMuteRules,
  },
];
