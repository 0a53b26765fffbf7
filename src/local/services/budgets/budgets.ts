/** The operations of cost budgets. The embedded cloud has no costs, so nothing is counted. */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import { operation } from '../../cloud/operation.ts';
import type { Tag } from '../../cloud/tag-list.ts';
import {
  type Budget,
  budgetsOf,
  checkAccount,
  checkTags,
  duplicate,
  findBudget,
  invalid,
  type Notified,
  type StoredBudget,
} from './model.ts';
import { checkNotified } from './notifications.ts';

/** AWS's model does not require a limit, but cost budgets need one. */
interface GivenBudget extends Omit<Budget, 'BudgetLimit'> {
  readonly BudgetLimit?: Budget['BudgetLimit'];
}

interface CreateInput {
  AccountId: string;
  Budget: GivenBudget;
  NotificationsWithSubscribers?: Notified[];
  ResourceTags?: Tag[];
}

export const createBudget = operation<CreateInput, object>({
  name: 'CreateBudget',
  run({ AccountId, Budget, NotificationsWithSubscribers: notified = [], ResourceTags: tags = [] }, context) {
    checkAccount(AccountId, context);
    const budget = readBudget('CreateBudget', Budget);
    checkNotified(notified);
    checkTags(tags);
    const budgets = budgetsOf(context);
    if (budgets.has(budget.BudgetName)) {
      throw duplicate(`Error creating budget: ${budget.BudgetName} - the budget already exists.`);
    }
    budgets.put(budget.BudgetName, { budget, notified, tags, updatedAt: context.cloud.clock.now() });
    return {};
  },
});

interface Shown {
  AccountId: string;
  ShowFilterExpression?: boolean;
}

export const describeBudget = operation<Shown & { BudgetName: string }, unknown>({
  name: 'DescribeBudget',
  run({ AccountId, BudgetName, ShowFilterExpression }, context) {
    checkAccount(AccountId, context);
    return { Budget: shown(findBudget(BudgetName, context), ShowFilterExpression) };
  },
});

export const describeBudgets = operation<Shown & { MaxResults?: number; NextToken?: string }, unknown>({
  name: 'DescribeBudgets',
  run({ AccountId, MaxResults = 100, NextToken = '0', ShowFilterExpression }, context) {
    checkAccount(AccountId, context);
    const start = Number(NextToken);
    if (!Number.isInteger(start) || start < 0)
      throw new AwsError('InvalidNextTokenException', 'The pagination token is invalid.');
    const all = budgetsOf(context).values();
    const end = start + MaxResults;
    return {
      Budgets: all.slice(start, end).map((stored) => shown(stored, ShowFilterExpression)),
      ...(end < all.length && { NextToken: String(end) }),
    };
  },
});

/** AWS returns the filter only with `ShowFilterExpression`. */
function shown({ budget, updatedAt }: StoredBudget, withFilter = false): object {
  const { FilterExpression, ...rest } = budget;
  return {
    ...rest,
    ...(withFilter && FilterExpression && { FilterExpression }),
    CalculatedSpend: { ActualSpend: { Amount: '0.0', Unit: budget.BudgetLimit.Unit } },
    LastUpdatedTime: new Date(updatedAt),
  };
}

export const updateBudget = operation<{ AccountId: string; NewBudget: GivenBudget }, object>({
  name: 'UpdateBudget',
  run({ AccountId, NewBudget }, context) {
    checkAccount(AccountId, context);
    const budget = readBudget('UpdateBudget', NewBudget);
    const stored = findBudget(budget.BudgetName, context);
    budgetsOf(context).put(budget.BudgetName, { ...stored, budget, updatedAt: context.cloud.clock.now() });
    return {};
  },
});

export const deleteBudget = operation<{ AccountId: string; BudgetName: string }, object>({
  name: 'DeleteBudget',
  run({ AccountId, BudgetName }, context) {
    checkAccount(AccountId, context);
    findBudget(BudgetName, context);
    budgetsOf(context).delete(BudgetName);
    return {};
  },
});

function readBudget(name: string, given: GivenBudget): Budget {
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
    ...(FilterExpression && { FilterExpression }),
    ...(Metrics && { Metrics }),
  };
}

const withFraction = (amount: string): string => (amount.includes('.') ? amount : `${amount}.0`);
