/** Checks of `anomalies` of a resolved stage: what it needs, and who can be notified how often. Pure. */

import { isTopicArn } from '../naming/alarm-recipients.ts';
import { partitionOf } from '../regions.ts';
import type { StageConfig } from './config.ts';
import type { Report } from './stage-report.ts';

/** The most addresses of one subscription (docs/aws/cost-anomalies.md). */
const MOST_ADDRESSES = 10;

export function checkAnomalies({ anomalies, region, account, stage }: StageConfig, report: Report): void {
  if (!anomalies) return;
  const { threshold, notify, frequency } = anomalies;
  const topics = notify.filter(isTopicArn);
  const addresses = notify.length - topics.length;
  const ofNotify = (message: string, fix: string) => report(['anomalies', 'notify'], message, fix);
  if (threshold === 0)
    report(['anomalies'], 'anomalies needs threshold: how large an anomaly must be.', 'Write threshold: 20, in USD.');
  if (notify.length === 0)
    report(['anomalies'], 'anomalies needs notify: a monitor must notify someone.', 'Write notify: ops@example.com.');
  if (topics.length > 1)
    ofNotify(`anomalies.notify has ${topics.length} topics; AWS notifies one.`, 'Keep one of them.');
  if (addresses > MOST_ADDRESSES)
    ofNotify(
      `anomalies.notify has ${addresses} e-mail addresses; AWS notifies ${MOST_ADDRESSES}.`,
      'Use a topic, which may have more subscribers.',
    );
  if (topics.length > 0 && addresses > 0)
    ofNotify(
      'anomalies.notify has a topic and e-mail addresses; AWS notifies either a topic at once or addresses once a day or week.',
      'Keep the addresses, or subscribe them to the topic.',
    );
  if (frequency !== undefined && notify.length > 0 && (frequency === 'immediate') !== topics.length > 0)
    report(
      ['anomalies', 'frequency'],
      `anomalies.frequency is ${frequency}; AWS notifies a topic immediately, and e-mail addresses daily or weekly.`,
      topics.length > 0 ? 'Leave out frequency.' : 'Write frequency: daily or weekly, or notify a topic.',
    );
  if (region !== '' && partitionOf(region).id !== 'aws') {
    const message = `Stage ${stage} is in ${region}, and apikit creates cost monitors in the partition aws only.`;
    report(['anomalies'], message, 'Leave out anomalies, or write anomalies: false in this stage.', {
      about: 'partition of the cost monitor',
    });
  }
  for (const arn of topics) {
    if (account === undefined || arn.split(':')[4] === account) continue;
    const message = `anomalies.notify has ${arn}, a topic of another account than ${account}, that of stage ${stage}.`;
    report(['anomalies', 'notify'], message, `Use a topic of account ${account}.`, { about: `account of ${arn}` });
  }
}
