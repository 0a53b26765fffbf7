/** How a budget leaves. */
import { budgetOf, notifiedBy, onWire } from '../../kinds/budget/budget.ts';
import type { BudgetShape } from '../../kinds/budget/shape.ts';
import { toTagList } from '../../ownership/ownership.ts';
import type { Leaving } from '../leaving.ts';
import { logicalId } from '../names-in-templates.ts';

export const budget: Leaving<BudgetShape> = {
  cloudFormation({ resource: { id, name, properties } }) {
    const { BudgetLimit, ...settings } = budgetOf(name, properties);
    return [
      {
        logicalId: logicalId(id),
        type: 'AWS::Budgets::Budget',
        properties: {
          Budget: { ...settings, BudgetLimit: { Amount: Number(BudgetLimit?.Amount), Unit: BudgetLimit?.Unit } },
          NotificationsWithSubscribers: notifiedBy(properties).map(onWire),
          ResourceTags: toTagList(properties.tags),
        },
        identifier: { Id: name },
      },
    ];
  },

  terraform: ({ resource: { name } }) => [
    {
      what: `the budget ${name}`,
      why: 'It selects its costs by two tags at once, which aws_budgets_budget of version 6.25 cannot say (docs/aws/leaving.md).',
      instead:
        'It stays, and goes on to send mails. Import it with filter_expression, which later versions of the provider have.',
    },
  ],
};
