/** The operations of cost budgets. The embedded cloud has no costs, so nothing is counted. */
import { notImplemented } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { Budget } from '../../models/budgets.ts';
import {
  budgetsOf,
  type CostBudget,
  checkAccount,
  checkTags,
  duplicate,
  findBudget,
  invalid,
  page,
  type StoredBudget,
} from './model.ts';
import { checkNotified } from './notifications.ts';
import { operation } from './operation.ts';

export const createBudget = operation(
  'CreateBudget',
  ({ AccountId, Budget, NotificationsWithSubscribers: notified = [], ResourceTags: tags = [] }, context) => {
    checkAccount(AccountId, context);
    const budget = readBudget('CreateBudget', Budget);
    checkNotified(notified);
    checkTags(tags);
    const budgets = budgetsOf(context);
    if (budgets.has(budget.BudgetName)) {
      throw duplicate(`Error creating budget: ${budget.BudgetName} - the budget already exists.`);
    }
    budgets.put(budget.BudgetName, { budget, notified, tags, updatedAt: context.cloud.clock.now() });
  },
);

export const describeBudget = operation(
  'DescribeBudget',
  ({ AccountId, BudgetName, ShowFilterExpression }, context) => {
    checkAccount(AccountId, context);
    return { Budget: shown(findBudget(BudgetName, context), ShowFilterExpression) };
  },
);

export const describeBudgets = operation(
  'DescribeBudgets',
  ({ AccountId, MaxResults = 100, NextToken, ShowFilterExpression }, context) => {
    checkAccount(AccountId, context);
    const { items, next } = page(budgetsOf(context).values(), MaxResults, NextToken);
    return { Budgets: items.map((stored) => shown(stored, ShowFilterExpression)), NextToken: next };
  },
);

/** AWS returns the filter only with `ShowFilterExpression`. */
function shown({ budget, updatedAt }: StoredBudget, withFilter = false): Budget {
  const { FilterExpression, ...rest } = budget;
  return {
    ...rest,
    FilterExpression: withFilter ? FilterExpression : undefined,
    CalculatedSpend: { ActualSpend: { Amount: '0.0', Unit: budget.BudgetLimit.Unit } },
    LastUpdatedTime: new Date(updatedAt),
  };
}

export const updateBudget = operation('UpdateBudget', ({ AccountId, NewBudget }, context) => {
  checkAccount(AccountId, context);
  const budget = readBudget('UpdateBudget', NewBudget);
  const stored = findBudget(budget.BudgetName, context);
  budgetsOf(context).put(budget.BudgetName, { ...stored, budget, updatedAt: context.cloud.clock.now() });
});

export const deleteBudget = operation('DeleteBudget', ({ AccountId, BudgetName }, context) => {
  checkAccount(AccountId, context);
  findBudget(BudgetName, context);
  budgetsOf(context).delete(BudgetName);
});

function readBudget(name: string, given: Budget): CostBudget {
  refuseMembers(`Budgets ${name}`, given, [
    'PlannedBudgetLimits',
    'CostFilters',
    'CostTypes',
    'TimePeriod',
    'AutoAdjustData',
    'BillingViewArn',
  ]);
  const { BudgetName, BudgetLimit, BudgetType, TimeUnit, FilterExpression, Metrics } = given;
  if (BudgetType !== 'COST') throw notImplemented(`Budgets ${name} with BudgetType ${BudgetType}`);
  if (!BudgetLimit) throw invalid('BudgetLimit is required for COST budgets.');
  return {
    BudgetName,
    // AWS returns whole numbers with a fraction.
    BudgetLimit: { Amount: withFraction(BudgetLimit.Amount), Unit: BudgetLimit.Unit },
    BudgetType,
    TimeUnit,
    FilterExpression,
    Metrics,
  };
}

const withFraction = (amount: string): string => (amount.includes('.') ? amount : `${amount}.0`);
