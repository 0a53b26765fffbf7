/** Budgets as they are stored: collection `budgets.budgets` of the account's `global` region, keyed by name. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { pagesOf } from '../../cloud/page.ts';
import { type Tag, tagsCheckedAs } from '../../cloud/tag-list.ts';
import type { Budget, NotificationWithSubscribers, Spend } from '../../models/budgets.ts';
import type { Collection } from '../../storage/store.ts';

export type CostBudget = Budget & { readonly BudgetLimit: Spend };

export interface StoredBudget {
  readonly budget: CostBudget;
  readonly notified: readonly NotificationWithSubscribers[];
  readonly tags: readonly Tag[];
  /** epoch milliseconds */
  readonly updatedAt: number;
}

export const budgetsOf = (context: OperationContext): Collection<StoredBudget> =>
  context.globalCollection<StoredBudget>('budgets.budgets');

export const budgetArn = (account: string, name: string): string => `arn:aws:budgets::${account}:budget/${name}`;

export const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message);
export const notFound = (message: string): AwsError => new AwsError('NotFoundException', message);
export const duplicate = (message: string): AwsError => new AwsError('DuplicateRecordException', message);

/** An account sees only its own budgets. Throws AccessDeniedException. */
export function checkAccount(AccountId: string, { account }: OperationContext): void {
  if (AccountId !== account) {
    throw new AwsError(
      'AccessDeniedException',
      `Account ${account} is not authorized to access budgets of ${AccountId}`,
    );
  }
}

/** Throws NotFoundException. */
export function findBudget(name: string, context: OperationContext): StoredBudget {
  const found = budgetsOf(context).get(name);
  if (!found) throw notFound(`Unable to get budget: ${name} - the budget doesn't exist.`);
  return found;
}

/** AWS's model limits only the tags of one request. */
export const checkTags = tagsCheckedAs('InvalidParameterException', 'resourceTags', 200);

export const page = pagesOf(() => new AwsError('InvalidNextTokenException', 'The pagination token is invalid.'));
