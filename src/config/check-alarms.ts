/** Checks `alarms` of a resolved stage: thresholds that can be reached, and topics that CloudWatch can notify. Pure. */
import { CHAT, isTopicArn, needsOwnTopic } from '../naming/alarm-recipients.ts';
import { partitionOf } from '../naming/regions.ts';
import type { StageConfig } from './config.ts';
import type { ReportProblem } from './stage-report.ts';

export function checkAlarms(config: StageConfig, report: ReportProblem): void {
  checkTopics(config, report);
  if (!config.alarms.enabled) return;
  checkDurations(config, report);
  checkTables(config, report);
}

/** Lambda stops the function at its timeout, so a longer duration never occurs. */
function checkDurations({ alarms, function: fn }: StageConfig, report: ReportProblem): void {
  const timeout = fn.timeout * 1000;
  for (const setting of ['durationP95', 'durationP99'] as const) {
    const duration = alarms[setting];
    if (duration === undefined || duration < timeout) continue;
    report(
      ['alarms', setting],
      `alarms.${setting} is ${duration} ms, but Lambda stops the function after ${timeout} ms, so the alarm can never fire.`,
      `Use less than ${timeout}.`,
      { severity: 'warning' },
    );
  }
}

/** Reports alarms that have nothing to watch. */
function checkTables({ alarms, tables, stage }: StageConfig, report: ReportProblem): void {
  const none = (setting: string, what: string) =>
    report(
      ['alarms', setting],
      `alarms.${setting} watches ${what}, but stage ${stage} has none.`,
      `Leave out alarms.${setting}.`,
      { severity: 'warning' },
    );
  const all = Object.values(tables);
  if (all.length === 0) {
    if (alarms.tableThrottles) none('tableThrottles', 'tables');
    if (alarms.tableErrors) none('tableErrors', 'tables');
  }
  if (alarms.iteratorAge !== undefined && !all.some(({ stream }) => stream)) none('iteratorAge', 'streams of tables');
}

/** PutMetricAlarm allows five actions. The stage's own topic, for e-mail addresses and chat, is one of them. */
const MOST_ACTIONS = 5;

/**
 * CloudWatch notifies only topics in the alarm's own region. A topic of another account needs a policy that allows it.
 */
function checkTopics({ alarms, region, account, stage }: StageConfig, report: ReportProblem): void {
  const topics = alarms.notify.filter(isTopicArn);
  const free = MOST_ACTIONS - (needsOwnTopic(alarms.notify) ? 1 : 0);
  if (topics.length > free) {
    const message = `alarms.notify has ${topics.length} topics; an alarm has at most ${MOST_ACTIONS} actions, and e-mail addresses and ${CHAT} together need one.`;
    report(['alarms', 'notify'], message, `Keep ${free} of them.`);
  }
  for (const arn of topics) {
    const [, partition, , topicRegion, owner] = arn.split(':');
    if (region === '') continue;
    if (partition !== partitionOf(region).id) {
      const message = `alarms.notify has ${arn}, a topic of partition ${partition}, but stage ${stage} is in ${partitionOf(region).id}.`;
      report(['alarms', 'notify'], message, `Use a topic that is in ${region}.`, { about: `region of ${arn}` });
    } else if (topicRegion !== region) {
      const message = `alarms.notify has ${arn}, a topic in ${topicRegion}, but stage ${stage} is in ${region}: an alarm notifies only topics of its own region.`;
      report(['alarms', 'notify'], message, `Use a topic that is in ${region}.`, { about: `region of ${arn}` });
    } else if (account !== undefined && owner !== account) {
      const message = `alarms.notify has ${arn}, a topic of account ${owner}, but stage ${stage} is in ${account}.`;
      const fix = `Let the topic's policy allow cloudwatch.amazonaws.com to publish for account ${account}, or use a topic of that account.`;
      report(['alarms', 'notify'], message, fix, { severity: 'warning', about: `account of ${arn}` });
    }
  }
}
