/** Budgets as they are stored: collection `budgets.budgets` of the account's `global` region, keyed by name. */
import { AwsError } from '../../cloud/aws-error.ts';
import { checkMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { type Tag, tagMembers } from '../../cloud/tag-list.ts';
import type { Collection } from '../../storage/store.ts';

export interface Subscriber {
  readonly SubscriptionType: 'EMAIL' | 'SNS';
  readonly Address: string;
}

export interface Notification {
  readonly NotificationType: string;
  readonly ComparisonOperator: string;
  readonly Threshold: number;
  readonly ThresholdType?: string;
}

export interface Notified {
  readonly Notification: Notification;
  readonly Subscribers: readonly Subscriber[];
}

export interface Budget {
  readonly BudgetName: string;
  readonly BudgetLimit: { readonly Amount: string; readonly Unit: string };
  readonly BudgetType: string;
  readonly TimeUnit: string;
  readonly FilterExpression?: object;
  readonly Metrics?: readonly string[];
}

export interface StoredBudget {
  readonly budget: Budget;
  readonly notified: readonly Notified[];
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

/** Throws InvalidParameterException. AWS's model limits the tags of a request only, and not their characters. */
export function checkTags(tags: readonly Tag[]): void {
  const members = tagMembers(tags, 'resourceTags');
  checkMembers('InvalidParameterException', [['resourceTags', tags, { maxLength: 200 }], ...members]);
}
