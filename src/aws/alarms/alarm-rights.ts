/** The permissions to list, test and silence the alarms of a stage, beyond those of its deploy. */
import type { Right } from '../../engine/rights.ts';
import { ownAlarms, ownMuteRules } from '../arns/own-arns.ts';

export const ALARM_RIGHTS: readonly Right[] = [
  { actions: ['cloudwatch:DescribeAlarms'] },
  { actions: ['cloudwatch:DescribeAlarmHistory', 'cloudwatch:SetAlarmState'], on: ownAlarms },
  // A mute rule needs the permission on the rule and on its alarms (docs/aws/cloudwatch.md).
  { actions: ['cloudwatch:PutAlarmMuteRule'], on: (scope) => [...ownAlarms(scope), ...ownMuteRules(scope)] },
  {
    actions: ['cloudwatch:GetAlarmMuteRule', 'cloudwatch:DeleteAlarmMuteRule', 'cloudwatch:TagResource'],
    on: ownMuteRules,
  },
];
