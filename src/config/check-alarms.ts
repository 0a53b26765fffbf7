/** Checks of `alarms` of a resolved stage: limits that can be reached, and topics that can be told. Pure. */
import { partitionOf } from '../regions.ts';
import { isTopicArn } from '../stack/alarms.ts';
import type { StageConfig } from './config.ts';
import type { Report } from './stage-report.ts';

export function checkAlarms(config: StageConfig, report: Report): void {
  checkTopics(config, report);
  const timeout = config.function.timeout * 1000;
  if (!config.alarms.enabled || config.alarms.durationP99 < timeout) return;
  report(
    ['alarms', 'durationP99'],
    `alarms.durationP99 is ${config.alarms.durationP99} ms, but the function is stopped after ${timeout} ms: it can never fire.`,
    `Use less than ${timeout}.`,
    { severity: 'warning' },
  );
}

/** PutMetricAlarm takes five actions; the topic with the e-mail addresses is one. */
const MOST_ACTIONS = 5;

/** CloudWatch tells topics of the alarm's own region only; one of another account needs a policy that lets it be told. */
function checkTopics({ alarms, region, account, stage }: StageConfig, report: Report): void {
  const topics = alarms.notify.filter(isTopicArn);
  const free = MOST_ACTIONS - (topics.length < alarms.notify.length ? 1 : 0);
  if (topics.length > free) {
    const message = `alarms.notify has ${topics.length} topics; an alarm has ${MOST_ACTIONS} actions, and e-mail addresses take one.`;
    report(['alarms', 'notify'], message, `Keep ${free} of them.`);
  }
  for (const arn of topics) {
    const [, partition, , topicRegion, owner] = arn.split(':');
    if (region === '') continue;
    if (partition !== partitionOf(region).id) {
      const message = `alarms.notify has ${arn}, a topic of partition ${partition}, and stage ${stage} is in ${partitionOf(region).id}.`;
      report(['alarms', 'notify'], message, `Use a topic that is in ${region}.`, { about: `region of ${arn}` });
    } else if (topicRegion !== region) {
      const message = `alarms.notify has ${arn}, a topic in ${topicRegion}, and stage ${stage} is in ${region}: an alarm tells topics of its own region only.`;
      report(['alarms', 'notify'], message, `Use a topic that is in ${region}.`, { about: `region of ${arn}` });
    } else if (account !== undefined && owner !== account) {
      const message = `alarms.notify has ${arn}, a topic of account ${owner}, and stage ${stage} is in ${account}.`;
      const fix = `Let the topic's policy allow cloudwatch.amazonaws.com to publish for account ${account}, or use a topic of that account.`;
      report(['alarms', 'notify'], message, fix, { severity: 'warning', about: `account of ${arn}` });
    }
  }
}
