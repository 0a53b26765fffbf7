import { CreateBudgetCommand, DescribeBudgetCommand } from '@aws-sdk/client-budgets';
import { filterOf, ofStage } from '../../../src/aws/kinds/budget/budget-filter.ts';
import { toTagList } from '../../../src/aws/ownership/ownership.ts';
import { budgetArn } from '../../../src/naming/arns.ts';
import type { Probe } from '../probe.ts';

const TAGS = { 'apikit:app': 'truth', 'apikit:stage': 'truth' };

export const probe: Probe = {
  id: 'budget-filter',
  title: 'A budget accepts a FilterExpression of two tag keys without user:, and returns it unchanged.',
  expected: { filter: { 'apikit:app': ['truth'], 'apikit:stage': ['truth'] } },
  async run(world) {
    const client = await world.clients.budgets();
    const AccountId = world.target.account;
    const BudgetName = world.name('budget');
    world.made('budget', budgetArn(world.target, BudgetName));
    await client.send(
      new CreateBudgetCommand({
        AccountId,
        Budget: {
          BudgetName,
          BudgetType: 'COST',
          TimeUnit: 'MONTHLY',
          BudgetLimit: { Amount: '1', Unit: 'USD' },
          FilterExpression: ofStage(TAGS),
          Metrics: ['UnblendedCost'],
        },
        ResourceTags: toTagList({ ...world.tags }),
      }),
    );
    const described = new DescribeBudgetCommand({ AccountId, BudgetName, ShowFilterExpression: true });
    const { Budget } = await client.send(described);
    return { filter: filterOf(Budget?.FilterExpression) };
  },
};
