/** Budgets as they are stored: collection `budgets.budgets` of the account's `global` region, keyed by name. */
import { AwsError } from '../../cloud/aws-error.ts';
import { type Constraint, checkMembers, type Member } from '../../cloud/constraints.ts';
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

/** Throws InvalidParameterException. */
export const check = (...members: Member[]): void => checkMembers('InvalidParameterException', members);

const ACCOUNT_ID: Constraint = { required: true, minLength: 12, maxLength: 12, pattern: String.raw`\d{12}` };
export const BUDGET_NAME: Constraint = { required: true, minLength: 1, maxLength: 100, pattern: String.raw`[^:\\]+` };

/** An account sees only its own budgets. Throws InvalidParameterException, AccessDeniedException. */
export function checkAccount(AccountId: unknown, { account }: OperationContext): void {
  check(['accountId', AccountId, ACCOUNT_ID]);
  if (AccountId !== account) {
    throw new AwsError(
      'AccessDeniedException',
      `Account ${account} is not authorized to access budgets of ${AccountId}`,
    );
  }
}

/** Throws NotFoundException. */
export function findBudget(name: string, context: OperationContext): StoredBudget {
  check(['budgetName', name, BUDGET_NAME]);
  const found = budgetsOf(context).get(name);
  if (!found) throw notFound(`Unable to get budget: ${name} - the budget doesn't exist.`);
  return found;
}

export function checkTags(tags: readonly Tag[]): void {
  check(['resourceTags', tags, { maxLength: 200 }], ...tagMembers(tags, 'resourceTags'));
}
