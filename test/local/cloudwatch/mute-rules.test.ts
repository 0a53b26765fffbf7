import {
  DeleteAlarmMuteRuleCommand,
  GetAlarmMuteRuleCommand,
  ListAlarmMuteRulesCommand,
  ListTagsForResourceCommand,
  PutAlarmMuteRuleCommand,
  type PutAlarmMuteRuleCommandInput,
  PutMetricAlarmCommand,
  TagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MINUTE, START, startCloudWatch, type TestCloudWatch } from './cloudwatch.ts';

let watch: TestCloudWatch;
beforeEach(async () => {
  watch = await startCloudWatch();
  await watch.client.send(
    new PutMetricAlarmCommand({
      AlarmName: 'errors',
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  );
});
afterEach(() => watch.close());

const SCHEDULE = { Expression: 'at(2026-01-15T12:01)', Duration: 'PT1H30M' };
const put = (changes: Partial<PutAlarmMuteRuleCommandInput> = {}) =>
  watch.client.send(
    new PutAlarmMuteRuleCommand({
      Name: 'night',
      Rule: { Schedule: SCHEDULE },
      MuteTargets: { AlarmNames: ['errors'] },
      ...changes,
    }),
  );
const get = () => watch.client.send(new GetAlarmMuteRuleCommand({ AlarmMuteRuleName: 'night' }));

test('a rule is scheduled, active and expired by the clock, and stays until it is deleted', async () => {
  await put({ Description: 'deploying' });
  expect(await get()).toMatchObject({
    Name: 'night',
    AlarmMuteRuleArn: 'arn:aws:cloudwatch:eu-west-1:000000000000:alarm-mute-rule:night',
    Description: 'deploying',
    Rule: { Schedule: SCHEDULE },
    MuteTargets: { AlarmNames: ['errors'] },
    Status: 'SCHEDULED',
    MuteType: 'ONE_TIME',
    LastUpdatedTimestamp: new Date(START),
  });
  watch.clock.now = START + MINUTE;
  expect((await get()).Status).toBe('ACTIVE');
  watch.clock.now = START + 91 * MINUTE;
  expect((await get()).Status).toBe('EXPIRED');
  const list = async (input: object) =>
    (await watch.client.send(new ListAlarmMuteRulesCommand(input))).AlarmMuteRuleSummaries;
  expect(await list({ AlarmName: 'errors' })).toMatchObject([{ Status: 'EXPIRED' }]);
  expect(await list({ Statuses: ['ACTIVE'] })).toEqual([]);
  await watch.client.send(new DeleteAlarmMuteRuleCommand({ AlarmMuteRuleName: 'night' }));
  await watch.client.send(new DeleteAlarmMuteRuleCommand({ AlarmMuteRuleName: 'night' }));
  await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('a second put replaces the rule except its tags', async () => {
  await put({ Tags: [{ Key: 'a', Value: '1' }] });
  await put({ Rule: { Schedule: { ...SCHEDULE, Duration: 'P2D' } }, Tags: [{ Key: 'b', Value: '2' }] });
  const { Rule, AlarmMuteRuleArn: ResourceARN } = await get();
  expect(Rule?.Schedule?.Duration).toBe('P2D');
  const tags = async () => (await watch.client.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags;
  expect(await tags()).toEqual([{ Key: 'a', Value: '1' }]);
  await watch.client.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'c', Value: '3' }] }));
  expect(await tags()).toEqual([
    { Key: 'a', Value: '1' },
    { Key: 'c', Value: '3' },
  ]);
});

test.each([
  ['a missing alarm', { MuteTargets: { AlarmNames: ['none'] } }, 'none does not exist'],
  ['more than 100 alarms', { MuteTargets: { AlarmNames: Array(101).fill('errors') } }, 'less than or equal to 100'],
  ['less than a minute', { Rule: { Schedule: { ...SCHEDULE, Duration: 'PT30S' } } }, 'PT1M to P15D'],
  ['more than 15 days', { Rule: { Schedule: { ...SCHEDULE, Duration: 'P15DT1M' } } }, 'PT1M to P15D'],
  ['an invalid time', { Rule: { Schedule: { ...SCHEDULE, Expression: 'at(tomorrow)' } } }, 'is not valid'],
  ['a recurring rule', { Rule: { Schedule: { ...SCHEDULE, Expression: 'cron(0 2 * * *)' } } }, 'not emulated'],
  ['another time zone', { Rule: { Schedule: { ...SCHEDULE, Timezone: 'Europe/Berlin' } } }, 'not emulated'],
  ['an expiry date', { ExpireDate: new Date(START) }, 'ExpireDate'],
])('%s is rejected', async (_, changes, message) => {
  await expect(put(changes)).rejects.toThrow(message);
});
