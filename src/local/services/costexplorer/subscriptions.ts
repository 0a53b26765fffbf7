/** The operations of the subscriptions to cost monitors. No notification is ever sent. */
import { checkMembers, refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { AnomalySubscription, AnomalySubscriptionFrequency, Expression, Subscriber } from '../../models/ce.ts';
import { checkTags, findMonitor, findSubscription, invalid, newArn, page, subscriptionsOf } from './model.ts';
import { operation } from './operation.ts';

/** The SDK's types: e-mail for DAILY and WEEKLY, SNS for IMMEDIATE. AWS's page of questions has the numbers. */
const CHANNELS: Readonly<
  Record<AnomalySubscriptionFrequency, { readonly type: Subscriber['Type']; readonly most: number }>
> = {
  DAILY: { type: 'EMAIL', most: 10 },
  WEEKLY: { type: 'EMAIL', most: 10 },
  IMMEDIATE: { type: 'SNS', most: 1 },
};

const IMPACTS = ['ANOMALY_TOTAL_IMPACT_ABSOLUTE', 'ANOMALY_TOTAL_IMPACT_PERCENTAGE'];
const MOST = 10_000_000_000;

export const createAnomalySubscription = operation(
  'CreateAnomalySubscription',
  ({ AnomalySubscription, ResourceTags: tags = [] }, context) => {
    checkTags(tags);
    const subscription = checkSubscription('CreateAnomalySubscription', AnomalySubscription, context);
    const SubscriptionArn = newArn('subscription', context);
    subscriptionsOf(context).put(SubscriptionArn, { ...subscription, SubscriptionArn, tags });
    return { SubscriptionArn };
  },
);

export const getAnomalySubscriptions = operation(
  'GetAnomalySubscriptions',
  ({ SubscriptionArnList, MonitorArn, MaxResults, NextPageToken }, context) => {
    const all = SubscriptionArnList?.map((arn) => findSubscription(arn, context)) ?? subscriptionsOf(context).values();
    const found = MonitorArn === undefined ? all : all.filter((one) => one.MonitorArnList.includes(MonitorArn));
    const { items, next } = page(found, MaxResults, NextPageToken);
    return {
      AnomalySubscriptions: items.map(({ tags: _, Subscribers, ...subscription }) => ({
        ...subscription,
        AccountId: context.account,
        Subscribers: Subscribers.map((subscriber) => ({ ...subscriber, Status: 'CONFIRMED' })),
      })),
      NextPageToken: next,
    };
  },
);

export const updateAnomalySubscription = operation(
  'UpdateAnomalySubscription',
  ({ SubscriptionArn, ...changes }, context) => {
    const { tags, ...stored } = findSubscription(SubscriptionArn, context);
    const changed = checkSubscription('UpdateAnomalySubscription', { ...stored, ...changes }, context);
    subscriptionsOf(context).put(SubscriptionArn, { ...changed, SubscriptionArn, tags });
    return { SubscriptionArn };
  },
);

export const deleteAnomalySubscription = operation('DeleteAnomalySubscription', ({ SubscriptionArn }, context) => {
  findSubscription(SubscriptionArn, context);
  subscriptionsOf(context).delete(SubscriptionArn);
});

function checkSubscription(name: string, given: AnomalySubscription, context: OperationContext): AnomalySubscription {
  refuseMembers(`Cost Explorer ${name}`, given, ['Threshold']);
  const { SubscriptionName, MonitorArnList, Subscribers, Frequency, ThresholdExpression } = given;
  checkMembers('ValidationException', [
    ['monitorArnList', MonitorArnList, { minLength: 1 }],
    ['subscribers', Subscribers, { minLength: 1 }],
  ]);
  for (const arn of MonitorArnList) findMonitor(arn, context);
  checkSubscribers(Frequency, Subscribers);
  if (!ThresholdExpression) throw invalid('Threshold and ThresholdExpression cannot both be null');
  checkThreshold(ThresholdExpression);
  return {
    SubscriptionName,
    MonitorArnList,
    Subscribers: Subscribers.map(({ Address, Type }) => ({ Address, Type })),
    Frequency,
    ThresholdExpression,
  };
}

function checkSubscribers(frequency: AnomalySubscriptionFrequency, subscribers: readonly Subscriber[]): void {
  const { type, most } = CHANNELS[frequency];
  for (const [index, { Address, Type }] of subscribers.entries()) {
    const path = `subscribers.${index + 1}.member`;
    checkMembers('ValidationException', [
      [`${path}.address`, Address, { required: true }],
      [`${path}.type`, Type, { required: true }],
    ]);
    if (Type !== type) throw invalid(`A subscription with frequency ${frequency} notifies by ${type}, not by ${Type}.`);
  }
  if (subscribers.length > most)
    throw invalid(`A subscription with frequency ${frequency} has at most ${most} subscribers.`);
}

function checkThreshold(expression: Expression): void {
  const [root, ...more] = Object.keys(expression);
  if (root === undefined || more.length > 0)
    throw invalid('Expression has more than one roots. Only one root operator is allowed for each expression.');
  const parts = expression.And ?? expression.Or;
  if (parts) {
    for (const part of parts) checkThreshold(part);
    return;
  }
  const { Key, Values = [], MatchOptions = [] } = expression.Dimensions ?? {};
  checkMembers('ValidationException', [
    ['thresholdExpression.dimensions.key', Key, { required: true, oneOf: IMPACTS }],
  ]);
  if (MatchOptions.join() !== 'GREATER_THAN_OR_EQUAL')
    throw invalid('The match option GREATER_THAN_OR_EQUAL is required.');
  const [value, ...others] = Values;
  const number = Number(value);
  if (value === undefined || others.length > 0 || !(number >= 0 && number <= MOST))
    throw invalid('The value of a threshold must be a number between 0 and 10,000,000,000.');
}
