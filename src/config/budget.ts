/** `budget` of apikit.yaml: its schema, its defaults, its checks and its costs. Pure. */
import { isTopicArn } from '../naming/alarm-recipients.ts';
import { partitionOf } from '../naming/regions.ts';
import { APP_TAG, STAGE_TAG } from '../naming/tags.ts';
import type { CheckedStage, OptionalSetting } from './optional-setting.ts';
import { recipientsSchema } from './recipients-schema.ts';
import { type Schema, section } from './schema-node.ts';
import type { ReportProblem } from './stage-report.ts';

/** The limit of a month's cost, and the recipients of the notifications. */
interface BudgetConfig {
  /** In USD; 0 if the setting is missing. */
  monthly: number;
  notify: string[];
  forecast: boolean;
}

type RawBudget = Partial<Omit<BudgetConfig, 'notify'>> & { notify?: string | string[] };

const schema = {
  description: 'A monthly cost budget of the stage in AWS Budgets (docs/alarms.md#the-budget).',
  oneOf: [
    section("The limit of a month's cost, and the recipients.", {
      monthly: {
        type: 'number',
        minimum: 0.01,
        maximum: 1_000_000_000,
        description: 'USD per month.',
      },
      notify: recipientsSchema(
        'The recipients: up to ten e-mail addresses, and the ARN of one SNS topic that allows AWS Budgets to publish.',
        { partitions: 'aws' },
      ),
      forecast: {
        type: 'boolean',
        description: 'Also notifies when the forecast of the month exceeds the limit. Default: true.',
      },
    }),
    { const: false },
  ],
} satisfies Schema;

/** The most addresses of one notification (docs/aws/budgets.md). */
const MOST_ADDRESSES = 10;

function check(
  { monthly, notify }: BudgetConfig,
  { region, account, stage }: CheckedStage,
  report: ReportProblem,
): void {
  const topics = notify.filter(isTopicArn);
  const missing = (member: string, message: string, fix: string) =>
    report(['budget'], message, fix, { missing: member });
  if (monthly === 0)
    missing('monthly', "budget needs monthly: the limit of a month's cost.", 'Write monthly: 50, in USD.');
  if (notify.length === 0)
    missing('notify', 'budget needs notify: a budget must notify someone.', 'Write notify: ops@example.com.');
  if (topics.length > 1) {
    report(
      ['budget', 'notify'],
      `budget.notify has ${topics.length} topics; a budget notifies only one.`,
      'Keep one of them.',
    );
  }
  if (notify.length - topics.length > MOST_ADDRESSES) {
    const message = `budget.notify has ${notify.length - topics.length} e-mail addresses; a budget notifies at most ${MOST_ADDRESSES}.`;
    report(['budget', 'notify'], message, 'Use a topic, which may have more subscribers.');
  }
  if (region !== '' && partitionOf(region).id !== 'aws') {
    const message = `Stage ${stage} is in ${region}, and apikit creates budgets only in the partition aws.`;
    report(['budget'], message, 'Leave out budget, or write budget: false in this stage.', {
      about: 'partition of the budget',
    });
  }
  for (const arn of topics) {
    if (account === undefined || arn.split(':')[4] === account) continue;
    const message = `budget.notify has ${arn}, whose account is not ${account}, the account of stage ${stage}: a budget notifies only topics of its own account.`;
    report(['budget', 'notify'], message, `Use a topic of account ${account}.`, { about: `account of ${arn}` });
  }
}

export const budget: OptionalSetting<RawBudget, BudgetConfig> = {
  schema,
  examples: [
    { monthly: 50, notify: 'ops@example.com' },
    { monthly: 5, notify: 'ops@example.com', forecast: false },
  ],
  kind: 'budget',
  resolve: ({ notify = [], ...given }) => ({ monthly: 0, forecast: true, ...given, notify: [notify].flat() }),
  check,
  // 31 days at 0.02 (docs/aws/budgets.md)
  price: () => ({ resource: 'budget', usd: () => 0.62, atMost: true, free: 'two' }),
  costNote: () =>
    `It counts nothing until ${APP_TAG} and ${STAGE_TAG} are activated as cost allocation tags in the billing console.`,
};
