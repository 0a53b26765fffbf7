/** Notifications of budgets and their subscribers. None is ever sent. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { Notification, NotificationWithSubscribers } from '../../models/budgets.ts';
import { budgetsOf, checkAccount, duplicate, findBudget, notFound } from './model.ts';
import { operation } from './operation.ts';

/**
 * The model says: "A budget can have up to five notifications, and each notification can have one SNS subscriber and up
 * to 10 email subscribers".
 */
const MOST_NOTIFICATIONS = 5;
const MOST: Readonly<Record<string, number>> = { SNS: 1, EMAIL: 10 };

export const createNotification = operation(
  'CreateNotification',
  ({ AccountId, BudgetName, Notification, Subscribers }, context) => {
    checkAccount(AccountId, context);
    const stored = findBudget(BudgetName, context);
    if (stored.notified.some((one) => same(one.Notification, Notification))) {
      throw duplicate(`Error creating notification for budget: ${BudgetName} - the notification already exists.`);
    }
    const notified = [...stored.notified, { Notification, Subscribers }];
    checkNotified(notified);
    budgetsOf(context).put(BudgetName, { ...stored, notified });
  },
);

export const deleteNotification = operation(
  'DeleteNotification',
  ({ AccountId, BudgetName, Notification }, context) => {
    checkAccount(AccountId, context);
    const stored = findBudget(BudgetName, context);
    const found = findNotification(stored.notified, BudgetName, Notification);
    budgetsOf(context).put(BudgetName, { ...stored, notified: stored.notified.filter((one) => one !== found) });
  },
);

export const describeNotificationsForBudget = operation(
  'DescribeNotificationsForBudget',
  ({ AccountId, BudgetName }, context) => {
    checkAccount(AccountId, context);
    const { notified } = findBudget(BudgetName, context);
    return {
      Notifications: notified.map(({ Notification }) => ({
        ThresholdType: 'PERCENTAGE',
        ...Notification,
        NotificationState: 'OK',
      })),
    };
  },
);

export const describeSubscribersForNotification = operation(
  'DescribeSubscribersForNotification',
  ({ AccountId, BudgetName, Notification }, context) => {
    checkAccount(AccountId, context);
    const { Subscribers } = findNotification(findBudget(BudgetName, context).notified, BudgetName, Notification);
    return { Subscribers };
  },
);

/** Throws CreationLimitExceededException, DuplicateRecordException. */
export function checkNotified(notified: readonly NotificationWithSubscribers[]): void {
  for (const { Subscribers } of notified) {
    for (const [type, most] of Object.entries(MOST)) {
      if (Subscribers.filter(({ SubscriptionType }) => SubscriptionType === type).length > most) {
        throw tooMany(`A notification can have at most ${most} ${type} subscribers.`);
      }
    }
  }
  if (notified.length > MOST_NOTIFICATIONS)
    throw tooMany(`A budget can have at most ${MOST_NOTIFICATIONS} notifications.`);
  const twice = notified.find(({ Notification }, index) =>
    notified.slice(0, index).some((one) => same(one.Notification, Notification)),
  );
  if (twice) throw duplicate('The notification is given twice.');
}

function findNotification(
  notified: readonly NotificationWithSubscribers[],
  name: string,
  wanted: Notification,
): NotificationWithSubscribers {
  const found = notified.find(({ Notification }) => same(Notification, wanted));
  if (!found) throw notFound(`Unable to get notification for budget: ${name} - the notification doesn't exist.`);
  return found;
}

const same = (one: Notification, other: Notification): boolean => keyOf(one) === keyOf(other);

const keyOf = ({
  NotificationType,
  ComparisonOperator,
  Threshold,
  ThresholdType = 'PERCENTAGE',
}: Notification): string => JSON.stringify([NotificationType, ComparisonOperator, Threshold, ThresholdType]);

const tooMany = (message: string): AwsError => new AwsError('CreationLimitExceededException', message);
