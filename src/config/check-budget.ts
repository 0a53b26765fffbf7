/** Checks of `budget` of a resolved stage: what it needs, and who can be told. Pure. */
import { isTopicArn } from '../naming/alarm-recipients.ts';
import { partitionOf } from '../regions.ts';
import type { StageConfig } from './config.ts';
import type { Report } from './stage-report.ts';

/** Of one notification (docs/aws/budgets.md). */
const MOST_ADDRESSES = 10;

export function checkBudget({ budget, region, account, stage }: StageConfig, report: Report): void {
  if (!budget) return;
  const { monthly, notify } = budget;
  const topics = notify.filter(isTopicArn);
  if (monthly === 0) report(['budget'], 'budget needs monthly: what a month may cost.', 'Write monthly: 50, in USD.');
  if (notify.length === 0) {
    report(
      ['budget'],
      'budget needs notify: a budget that tells nobody is of no use.',
      'Write notify: ops@example.com.',
    );
  }
  if (topics.length > 1) {
    report(['budget', 'notify'], `budget.notify has ${topics.length} topics; a budget tells one.`, 'Keep one of them.');
  }
  if (notify.length - topics.length > MOST_ADDRESSES) {
    const message = `budget.notify has ${notify.length - topics.length} e-mail addresses; a budget tells ${MOST_ADDRESSES}.`;
    report(['budget', 'notify'], message, 'Use a topic, which may have more subscribers.');
  }
  if (region !== '' && partitionOf(region).id !== 'aws') {
    const message = `Stage ${stage} is in ${region}, and apikit makes budgets in the partition aws only.`;
    report(['budget'], message, 'Leave out budget, or write budget: false in this stage.', {
      about: 'partition of the budget',
    });
  }
  for (const arn of topics) {
    if (account === undefined || arn.split(':')[4] === account) continue;
    const message = `budget.notify has ${arn}, a topic of another account than ${account}, that of stage ${stage}: budgets tell topics of their own account only.`;
    report(['budget', 'notify'], message, `Use a topic of account ${account}.`, { about: `account of ${arn}` });
  }
}
