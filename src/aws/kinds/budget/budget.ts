/**
 * Kind `budget`: the monthly limit for the costs of a stage, in AWS Budgets. It counts everything with the tags of the
 * stage, once the tags are activated as cost allocation tags (docs/aws/budgets.md). A notification that differs is
 * created again with all its subscribers.
 */
import type { Budget, BudgetsClient, NotificationWithSubscribers } from '@aws-sdk/client-budgets';
import type { Kind, KindContext, Observed, Resource } from '../../../engine/resource.ts';
import { isTopicArn } from '../../../naming/alarm-recipients.ts';
import { budgetArn } from '../../../naming/arns.ts';
import { APP_TAG, STAGE_TAG } from '../../../naming/tags.ts';
import { ownBudgets } from '../../arns/own-arns.ts';
import { fromTagList, owns, tagChanges, toTagList } from '../../ownership/ownership.ts';
import { isAwsError, undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { filterOf, ofStage } from './budget-filter.ts';
import type { BudgetProperties, BudgetShape, Notified } from './shape.ts';

type ObservedBudget = BudgetShape['found'];

const METRIC = 'UnblendedCost';

export function budgetKind({ clients, target }: KindDependencies): Kind<BudgetShape> {
  const AccountId = target.account;

  async function read(resource: Resource<BudgetShape>): Promise<Observed<BudgetShape> | undefined> {
    const client = await clients.budgets();
    const { name } = resource;
    const { DescribeBudgetCommand, ListTagsForResourceCommand } = await import('@aws-sdk/client-budgets');
    const found = await undefinedIfNotFound(
      client.send(new DescribeBudgetCommand({ AccountId, BudgetName: name, ShowFilterExpression: true })),
    );
    if (!found) return undefined;
    const ResourceARN = budgetArn(target, name);
    const [notified, { ResourceTags }] = await Promise.all([
      readNotified(client, name),
      client.send(new ListTagsForResourceCommand({ ResourceARN })),
    ]);
    return observedAs(resource, {
      ...comparable(found.Budget ?? {}),
      notified,
      tags: fromTagList(ResourceTags),
    });
  }

  async function readNotified(client: BudgetsClient, BudgetName: string): Promise<Notified[]> {
    const { DescribeNotificationsForBudgetCommand, DescribeSubscribersForNotificationCommand } = await import(
      '@aws-sdk/client-budgets'
    );
    const { Notifications = [] } = await client.send(
      new DescribeNotificationsForBudgetCommand({ AccountId, BudgetName, MaxResults: 100 }),
    );
    const notified = Notifications.map(async ({ NotificationState: _, ...notification }) => {
      const { Subscribers = [] } = await client.send(
        new DescribeSubscribersForNotificationCommand({
          AccountId,
          BudgetName,
          Notification: notification,
          MaxResults: 100,
        }),
      );
      return { notification, subscribers: Subscribers.map(({ Address = '' }) => Address).sort() };
    });
    return await Promise.all(notified);
  }

  function observedAs({ name, properties }: Resource<BudgetShape>, observed: ObservedBudget): Observed<BudgetShape> {
    return {
      attributes: { arn: budgetArn(target, name), name },
      properties: { ...observed },
      owned: owns(properties.tags, observed.tags),
    };
  }

  async function create({ name, properties }: Resource<BudgetShape>): Promise<void> {
    const client = await clients.budgets();
    const desired = properties;
    const { CreateBudgetCommand } = await import('@aws-sdk/client-budgets');
    await client.send(
      new CreateBudgetCommand({
        AccountId,
        Budget: budgetOf(name, desired),
        NotificationsWithSubscribers: notifiedBy(desired).map(onWire),
        ResourceTags: toTagList(desired.tags),
      }),
    );
  }

  async function update({ name, properties }: Resource<BudgetShape>, had: ObservedBudget): Promise<void> {
    const client = await clients.budgets();
    const desired = properties;
    const { notified: wanted, tags: _, ...form } = wantedOf(name, desired);
    const { notified, tags, ...present } = had;
    const {
      CreateNotificationCommand,
      DeleteNotificationCommand,
      TagResourceCommand,
      UntagResourceCommand,
      UpdateBudgetCommand,
    } = await import('@aws-sdk/client-budgets');
    if (diffFields(form, present).length > 0) {
      await client.send(new UpdateBudgetCommand({ AccountId, NewBudget: budgetOf(name, desired) }));
    }
    for (const { notification: Notification } of missingFrom(wanted, notified)) {
      await undefinedIfNotFound(
        client.send(new DeleteNotificationCommand({ AccountId, BudgetName: name, Notification })),
      );
    }
    for (const one of missingFrom(notified, wanted)) {
      await unlessThere(client.send(new CreateNotificationCommand({ AccountId, BudgetName: name, ...onWire(one) })));
    }
    const ResourceARN = budgetArn(target, name);
    const { set, remove } = tagChanges(desired.tags, tags);
    if (Object.keys(set).length > 0) {
      await client.send(new TagResourceCommand({ ResourceARN, ResourceTags: toTagList(set) }));
    }
    if (remove.length > 0) await client.send(new UntagResourceCommand({ ResourceARN, ResourceTagKeys: remove }));
  }

  /** After a lost response, or if another run was faster, the existing budget is updated if it is ours. */
  async function createOrUpdate(resource: Resource<BudgetShape>): Promise<void> {
    try {
      await create(resource);
    } catch (error) {
      if (!isAwsError(error, 'DuplicateRecordException')) throw error;
      const found = await read(resource);
      if (!found?.owned) throw error;
      await update(resource, found.properties);
    }
  }

  return {
    kind: 'budget',
    rights: [
      {
        actions: [
          'budgets:ViewBudget',
          'budgets:ModifyBudget',
          'budgets:ListTagsForResource',
          'budgets:TagResource',
          'budgets:UntagResource',
        ],
        on: ownBudgets,
      },
    ],
    readsBy: [],
    read,
    diff({ name, properties }, observed) {
      const { notified, ...had } = observed.properties;
      const { notified: wanted, ...desired } = wantedOf(name, properties);
      return diffFields(
        { ...desired, notified: notificationKeys(wanted) },
        { ...had, notified: notificationKeys(notified) },
      );
    },
    async apply(resource: Resource<BudgetShape>, observed: Observed<BudgetShape> | undefined, context: KindContext) {
      if (observed) await update(resource, observed.properties);
      else {
        await createOrUpdate(resource);
        context.note(
          `activate ${APP_TAG} and ${STAGE_TAG} as cost allocation tags in the billing console, or it counts nothing`,
        );
      }
      return observedAs(resource, wantedOf(resource.name, resource.properties));
    },
    async remove({ name }) {
      const client = await clients.budgets();
      const { DeleteBudgetCommand } = await import('@aws-sdk/client-budgets');
      await undefinedIfNotFound(client.send(new DeleteBudgetCommand({ AccountId, BudgetName: name })));
    },
  };
}

/** If the notification already exists, the response to a first try was lost. */
async function unlessThere(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!isAwsError(error, 'DuplicateRecordException')) throw error;
  }
}

export function budgetOf(name: string, { monthly, tags }: BudgetProperties): Budget {
  return {
    BudgetName: name,
    BudgetType: 'COST',
    TimeUnit: 'MONTHLY',
    BudgetLimit: { Amount: String(monthly), Unit: 'USD' },
    FilterExpression: ofStage(tags),
    Metrics: [METRIC],
  };
}

function wantedOf(name: string, desired: BudgetProperties): ObservedBudget {
  return { ...comparable(budgetOf(name, desired)), notified: notifiedBy(desired), tags: desired.tags };
}

/** Notifies when the actual costs, and with `forecast` the forecast costs, exceed the whole budget. */
export function notifiedBy({ notify, forecast }: BudgetProperties): Notified[] {
  const types = forecast ? (['ACTUAL', 'FORECASTED'] as const) : (['ACTUAL'] as const);
  return types.map((NotificationType) => ({
    notification: {
      NotificationType,
      ComparisonOperator: 'GREATER_THAN',
      Threshold: 100,
      ThresholdType: 'PERCENTAGE',
    },
    subscribers: [...notify].sort(),
  }));
}

export const onWire = ({ notification, subscribers }: Notified) =>
  ({
    Notification: notification,
    Subscribers: subscribers.map((Address) => ({ Address, SubscriptionType: isTopicArn(Address) ? 'SNS' : 'EMAIL' })),
  }) satisfies NotificationWithSubscribers;

/** AWS returns amounts in another form: `50` as `50.0`. */
function comparable(budget: Partial<Budget>): Omit<ObservedBudget, 'notified' | 'tags'> {
  const { BudgetLimit, BudgetType, TimeUnit, FilterExpression, Metrics, PlannedBudgetLimits, AutoAdjustData } = budget;
  const form = [BudgetType, TimeUnit, BudgetLimit?.Unit];
  if (PlannedBudgetLimits) form.push('planned');
  if (AutoAdjustData) form.push(AutoAdjustData.AutoAdjustType);
  return {
    monthly: Number(BudgetLimit?.Amount),
    form: form.join(' '),
    filter: filterOf(FilterExpression),
    metrics: Metrics ?? [METRIC],
  };
}

const keyOf = ({ notification, subscribers }: Notified): string => {
  const { NotificationType, ComparisonOperator, Threshold, ThresholdType = 'PERCENTAGE' } = notification;
  return `${NotificationType} ${ComparisonOperator} ${Threshold} ${ThresholdType}: ${subscribers.join(', ')}`;
};

/** The notifications in `notified` that `others` does not have with exactly these subscribers. */
function missingFrom(others: readonly Notified[], notified: readonly Notified[]): Notified[] {
  const known = others.map(keyOf);
  return notified.filter((one) => !known.includes(keyOf(one)));
}

const notificationKeys = (notified: readonly Notified[]): string[] => notified.map(keyOf).sort();
