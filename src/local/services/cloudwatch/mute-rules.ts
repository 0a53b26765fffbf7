/**
 * PutAlarmMuteRule, GetAlarmMuteRule, ListAlarmMuteRules, DeleteAlarmMuteRule, with one-time windows (`at(…)`, in UTC).
 * Actions are not carried out here anyway, so a rule has no effect.
 */
import { notImplemented } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { AlarmMuteRuleStatus } from '../../models/cloudwatch.ts';
import { alarmsOf } from './alarm.ts';
import { page } from './checks.ts';
import { arnNotFound, invalidValue } from './errors.ts';
import { type MuteRule, muteRuleArn, muteRulesOf } from './mute-rule.ts';
import { operation } from './operation.ts';
import { checkTags } from './tags.ts';

const MINUTE = 60_000;
const LONGEST = 15 * 86_400_000;

export const putAlarmMuteRule = operation('PutAlarmMuteRule', (input, context) => {
  refuseMembers('CloudWatch PutAlarmMuteRule', input, ['StartDate', 'ExpireDate']);
  const { Name, Description, Rule, MuteTargets } = input;
  const schedule = Rule.Schedule;
  const targets = MuteTargets?.AlarmNames ?? [];
  const tags = checkTags(input.Tags);
  if (!/^(?:UTC)?$/.test(schedule.Timezone ?? '')) throw notImplemented('A mute rule in a time zone other than UTC');
  const from = readStart(schedule.Expression);
  const length = readLength(schedule.Duration);
  const unknown = targets.find((target) => !alarmsOf(context.cloud, context).has(target));
  if (unknown !== undefined) throw invalidValue(`The alarm ${unknown} does not exist.`);
  const rules = muteRulesOf(context);
  rules.put(Name, {
    name: Name,
    description: Description,
    schedule,
    targets,
    from,
    to: from + length,
    updatedAt: context.cloud.clock.now(),
    tags: rules.get(Name)?.tags ?? tags,
  });
});

export const getAlarmMuteRule = operation('GetAlarmMuteRule', ({ AlarmMuteRuleName }, context) => {
  const rule = muteRulesOf(context).get(AlarmMuteRuleName);
  if (!rule) throw arnNotFound('AlarmMuteRule', AlarmMuteRuleName);
  return {
    Name: rule.name,
    Description: rule.description,
    Rule: { Schedule: rule.schedule },
    MuteTargets: { AlarmNames: rule.targets },
    ...summaryOf(rule, context),
  };
});

export const listAlarmMuteRules = operation(
  'ListAlarmMuteRules',
  ({ AlarmName, Statuses, MaxRecords, NextToken }, context) => {
    const found = muteRulesOf(context)
      .values()
      .filter(({ targets }) => AlarmName === undefined || targets.includes(AlarmName))
      .map((rule) => summaryOf(rule, context))
      .filter(({ Status }) => Statuses === undefined || Statuses.includes(Status));
    const { items, next } = page(found, MaxRecords ?? 50, NextToken);
    return { AlarmMuteRuleSummaries: items, NextToken: next };
  },
);

/** "This operation is idempotent": an unknown rule is not an error. */
export const deleteAlarmMuteRule = operation('DeleteAlarmMuteRule', ({ AlarmMuteRuleName }, context) => {
  muteRulesOf(context).delete(AlarmMuteRuleName);
});

const statusAt = (now: number, from: number, to: number): AlarmMuteRuleStatus =>
  now < from ? 'SCHEDULED' : now < to ? 'ACTIVE' : 'EXPIRED';

function summaryOf({ name, from, to, updatedAt }: MuteRule, context: OperationContext) {
  return {
    AlarmMuteRuleArn: muteRuleArn(context, name),
    Status: statusAt(context.cloud.clock.now(), from, to),
    MuteType: 'ONE_TIME',
    LastUpdatedTimestamp: new Date(updatedAt),
  };
}

function readStart(expression: string): number {
  if (expression.startsWith('cron(')) throw notImplemented('A recurring mute rule (cron)');
  const [, minute] = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d)\)$/.exec(expression) ?? [];
  const start = minute === undefined ? Number.NaN : Date.parse(`${minute}Z`);
  if (Number.isNaN(start)) throw invalidValue(`The schedule expression ${expression} is not valid.`);
  return start;
}

/** A minute to 15 days, in the format `P1DT2H30M`. */
function readLength(duration: string): number {
  const [, days = 0, hours = 0, minutes = 0] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration) ?? [];
  const length = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * MINUTE;
  if (length < MINUTE || length > LONGEST) {
    throw invalidValue(`The duration ${duration} is not an ISO 8601 duration of PT1M to P15D.`);
  }
  return length;
}
