/** Actions and resources of AWS Budgets (Service Authorization Reference, "AWS Budget Service"). */
import { budgetArn } from '../../services/budgets/model.ts';
import { type Permission, type PermissionsOf, textOf } from '../permission.ts';

const VIEWS = ['DescribeBudget', 'DescribeNotificationsForBudget', 'DescribeSubscribersForNotification'];
const OF_TAGS = ['ListTagsForResource', 'TagResource', 'UntagResource'];

/** Named after what they do to a budget, and not after the operations. */
export const budgetsPermissions: PermissionsOf = (operation, input, { account }) => {
  if (OF_TAGS.includes(operation)) return [{ action: `budgets:${operation}`, resource: textOf(input.ResourceARN) }];
  const { Budget, NewBudget, ResourceTags } = input as {
    Budget?: { BudgetName?: unknown };
    NewBudget?: { BudgetName?: unknown };
    ResourceTags?: unknown;
  };
  const resource = budgetArn(account, textOf(input.BudgetName ?? Budget?.BudgetName ?? NewBudget?.BudgetName));
  const needed = (action: string): Permission => ({ action: `budgets:${action}`, resource });
  if (VIEWS.includes(operation)) return [needed('ViewBudget')];
  return [
    needed('ModifyBudget'),
    ...(Array.isArray(ResourceTags) && ResourceTags.length > 0 ? [needed('TagResource')] : []),
  ];
};
