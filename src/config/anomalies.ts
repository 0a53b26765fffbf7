/** `anomalies` of apikit.yaml: its schema, its defaults, its checks and its costs. Pure. */
import { isTopicArn } from '../naming/alarm-recipients.ts';
import { partitionOf } from '../naming/regions.ts';
import { APP_TAG } from '../naming/tags.ts';
import type { CheckedStage, OptionalSetting } from './optional-setting.ts';
import { recipientsSchema } from './recipients-schema.ts';
import { type Schema, section } from './schema-node.ts';
import type { ReportProblem } from './stage-report.ts';

/** The smallest anomaly to report, and the recipients of the report. */
interface AnomaliesConfig {
  /** In USD; 0 if the setting is missing. */
  threshold: number;
  notify: string[];
  frequency?: 'daily' | 'weekly' | 'immediate';
}

type RawAnomalies = Partial<Omit<AnomaliesConfig, 'notify'>> & { notify?: string | string[] };

const schema = {
  description:
    'A cost monitor in AWS Cost Anomaly Detection. It monitors the costs of the app in all its stages (docs/alarms.md#cost-anomalies).',
  oneOf: [
    section('The smallest anomaly to report, and the recipients.', {
      threshold: {
        type: 'number',
        minimum: 0.01,
        maximum: 10_000_000_000,
        description: 'The smallest anomaly to report, as its total in USD.',
      },
      notify: recipientsSchema(
        'The recipients: up to ten e-mail addresses, or the ARN of one SNS topic that allows AWS Cost Anomaly Detection to publish.',
        { partitions: 'aws' },
      ),
      frequency: {
        enum: ['daily', 'weekly', 'immediate'],
        description:
          'daily or weekly for e-mail addresses, immediate for a topic. Default: daily for e-mail addresses, immediate for a topic.',
      },
    }),
    { const: false },
  ],
} satisfies Schema;

/** The most addresses of one subscription (docs/aws/cost-anomalies.md). */
const MOST_ADDRESSES = 10;

function check(
  { threshold, notify, frequency }: AnomaliesConfig,
  { region, account, stage }: CheckedStage,
  report: ReportProblem,
): void {
  const topics = notify.filter(isTopicArn);
  const addresses = notify.length - topics.length;
  const ofNotify = (message: string, fix: string) => report(['anomalies', 'notify'], message, fix);
  const missing = (member: string, message: string, fix: string) =>
    report(['anomalies'], message, fix, { missing: member });
  if (threshold === 0)
    missing('threshold', 'anomalies needs threshold: the smallest anomaly to report.', 'Write threshold: 20, in USD.');
  if (notify.length === 0)
    missing('notify', 'anomalies needs notify: a monitor must notify someone.', 'Write notify: ops@example.com.');
  if (topics.length > 1)
    ofNotify(`anomalies.notify has ${topics.length} topics; AWS notifies only one.`, 'Keep one of them.');
  if (addresses > MOST_ADDRESSES)
    ofNotify(
      `anomalies.notify has ${addresses} e-mail addresses; AWS notifies at most ${MOST_ADDRESSES}.`,
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
    const message = `Stage ${stage} is in ${region}, and apikit creates cost monitors only in the partition aws.`;
    report(['anomalies'], message, 'Leave out anomalies, or write anomalies: false in this stage.', {
      about: 'partition of the cost monitor',
    });
  }
  for (const arn of topics) {
    if (account === undefined || arn.split(':')[4] === account) continue;
    const message = `anomalies.notify has ${arn}, whose account is not ${account}, the account of stage ${stage}.`;
    report(['anomalies', 'notify'], message, `Use a topic of account ${account}.`, { about: `account of ${arn}` });
  }
}

export const anomalies: OptionalSetting<RawAnomalies, AnomaliesConfig> = {
  schema,
  examples: [
    { threshold: 50, notify: 'ops@example.com' },
    { threshold: 5, notify: 'ops@example.com', frequency: 'weekly' },
  ],
  kind: 'anomaly-monitor',
  resolve: ({ notify = [], ...given }) => ({ threshold: 0, ...given, notify: [notify].flat() }),
  check,
  // AWS bills each request to Cost Explorer with 0.01 USD (docs/aws/cost-anomalies.md).
  costNote: (_, { app }) =>
    `AWS bills nothing for the cost monitor, and up to 0.01 USD for each request to Cost Explorer: three for a plan, a status or a deploy without changes. It monitors the costs of ${app} in all its stages and regions, and none until ${APP_TAG} is activated as a cost allocation tag in the billing console.`,
};
