/** Actions and resources of AWS Budgets (Service Authorization Reference, "AWS Budget Service"). */
import { type PermissionsOf, textOf } from '../../authorization/permission.ts';
import { withTagging } from '../../authorization/tag-keys.ts';
import { budgetArn } from '../../services/budgets/model.ts';

const VIEWS = [
  'DescribeBudget',
  'DescribeBudgets',
  'DescribeNotificationsForBudget',
  'DescribeSubscribersForNotification',
];
const OF_TAGS = ['ListTagsForResource', 'TagResource', 'UntagResource'];

/** The actions are named after what they do to a budget, not after the operations. */
export const budgetsPermissions: PermissionsOf = (operation, input, { account }) => {
  if (OF_TAGS.includes(operation)) return [{ action: `budgets:${operation}`, resource: textOf(input.ResourceARN) }];
  const { Budget, NewBudget } = input as { Budget?: { BudgetName?: unknown }; NewBudget?: { BudgetName?: unknown } };
  const name = input.BudgetName ?? Budget?.BudgetName ?? NewBudget?.BudgetName;
  const resource = budgetArn(account, operation === 'DescribeBudgets' ? '*' : textOf(name));
  if (VIEWS.includes(operation)) return [{ action: 'budgets:ViewBudget', resource }];
  return withTagging(input, { action: 'budgets:ModifyBudget', resource }, 'budgets:TagResource');
};
