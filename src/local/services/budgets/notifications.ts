/** Notifications of budgets and their subscribers. None is ever sent. */
import { AwsError } from '../../cloud/aws-error.ts';
import { operation } from '../../cloud/operation.ts';
import { budgetsOf, checkAccount, duplicate, findBudget, type Notification, type Notified, notFound } from './model.ts';

/**
 * The model says: "A budget can have up to five notifications, and each notification can have one SNS subscriber and up
 * to 10 email subscribers".
 */
const MOST_NOTIFICATIONS = 5;
const MOST: Readonly<Record<string, number>> = { SNS: 1, EMAIL: 10 };

interface OfBudget {
  AccountId: string;
  BudgetName: string;
}

export const createNotification = operation<OfBudget & Notified, object>({
  name: 'CreateNotification',
  run({ AccountId, BudgetName, Notification, Subscribers }, context) {
    checkAccount(AccountId, context);
    const stored = findBudget(BudgetName, context);
    if (stored.notified.some((one) => same(one.Notification, Notification))) {
      throw duplicate(`Error creating notification for budget: ${BudgetName} - the notification already exists.`);
    }
    const notified = [...stored.notified, { Notification, Subscribers }];
    checkNotified(notified);
    budgetsOf(context).put(BudgetName, { ...stored, notified });
    return {};
  },
});

export const deleteNotification = operation<OfBudget & { Notification: Notification }, object>({
  name: 'DeleteNotification',
  run({ AccountId, BudgetName, Notification }, context) {
    checkAccount(AccountId, context);
    const stored = findBudget(BudgetName, context);
    const found = findNotification(stored.notified, BudgetName, Notification);
    budgetsOf(context).put(BudgetName, { ...stored, notified: stored.notified.filter((one) => one !== found) });
    return {};
  },
});

export const describeNotificationsForBudget = operation<OfBudget, unknown>({
  name: 'DescribeNotificationsForBudget',
  run({ AccountId, BudgetName }, context) {
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
});

export const describeSubscribersForNotification = operation<OfBudget & { Notification: Notification }, unknown>({
  name: 'DescribeSubscribersForNotification',
  run({ AccountId, BudgetName, Notification }, context) {
    checkAccount(AccountId, context);
    const { Subscribers } = findNotification(findBudget(BudgetName, context).notified, BudgetName, Notification);
    return { Subscribers };
  },
});

/** Throws CreationLimitExceededException, DuplicateRecordException. */
export function checkNotified(notified: readonly Notified[]): void {
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

function findNotification(notified: readonly Notified[], name: string, wanted: Notification): Notified {
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
