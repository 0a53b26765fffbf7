/** Subscribe, Unsubscribe, ListSubscriptions, ListSubscriptionsByTopic. */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import { findTopic, invalid, PAGE, page, type Subscription, subscriptionsOf } from './model.ts';
import { operation } from './operation.ts';

/**
 * Nothing is delivered here. On AWS an e-mail subscription gets nothing until its owner has confirmed it, and nobody
 * can do that here, so it behaves the same. To any other endpoint AWS would deliver, so such a subscription is refused
 * by name.
 */
const MAIL = ['email', 'email-json'];
const DELIVERING = ['http', 'https', 'sms', 'sqs', 'lambda', 'application', 'firehose'];
const PENDING = 'PendingConfirmation';

export const subscribe = operation('Subscribe', (input, context) => {
  const { TopicArn, Protocol, Endpoint, Attributes, ReturnSubscriptionArn } = input;
  findTopic(context, TopicArn);
  if (DELIVERING.includes(Protocol)) throw notImplemented(`SNS Subscribe with the protocol ${Protocol}`);
  if (!MAIL.includes(Protocol)) throw invalid(`Amazon SNS does not support this protocol string: ${Protocol}`);
  if (Object.keys(Attributes ?? {}).length > 0) throw notImplemented('SNS Subscribe with Attributes');
  if (!Endpoint) throw invalid('Endpoint');
  if (!/^[^@\s]+@[^@\s]+$/.test(Endpoint)) throw invalid('Email address');
  const subscriptions = subscriptionsOf(context);
  const same = ({ topicArn, protocol, endpoint }: Subscription) =>
    topicArn === TopicArn && protocol === Protocol && endpoint === Endpoint;
  const subscription: Subscription = subscriptions.values().find(same) ?? {
    id: context.cloud.ids.uuid(),
    topicArn: TopicArn,
    protocol: Protocol,
    endpoint: Endpoint,
    confirmed: false,
  };
  subscriptions.put(subscription.id, subscription);
  const showsArn = subscription.confirmed || ReturnSubscriptionArn === true;
  return { SubscriptionArn: showsArn ? arnOf(subscription) : 'pending confirmation' };
});

export const unsubscribe = operation('Unsubscribe', ({ SubscriptionArn }, context) => {
  const id = /^arn:aws:sns:[^:]+:\d{12}:[\w-]+:([\w-]+)$/.exec(SubscriptionArn)?.[1];
  if (id === undefined) throw invalid('SubscriptionArn Reason: An ARN must have at least 6 elements');
  const subscription = subscriptionsOf(context).get(id);
  if (subscription && !subscription.confirmed) {
    throw new AwsError('InvalidParameter', 'Invalid parameter: This subscription has not been confirmed');
  }
  subscriptionsOf(context).delete(id);
});

export const listSubscriptions = operation('ListSubscriptions', ({ NextToken }, context) => {
  const { items, next } = page(subscriptionsOf(context).values(), PAGE, NextToken);
  return { Subscriptions: items.map((subscription) => onWire(subscription, context.account)), NextToken: next };
});

export const listSubscriptionsByTopic = operation('ListSubscriptionsByTopic', ({ TopicArn, NextToken }, context) => {
  findTopic(context, TopicArn);
  const own = subscriptionsOf(context)
    .values()
    .filter(({ topicArn }) => topicArn === TopicArn);
  const { items, next } = page(own, PAGE, NextToken);
  return { Subscriptions: items.map((subscription) => onWire(subscription, context.account)), NextToken: next };
});

const arnOf = ({ topicArn, id }: Subscription) => `${topicArn}:${id}`;

/** AWS hides the ARN of a subscription until it is confirmed. */
const onWire = (subscription: Subscription, account: string) => ({
  SubscriptionArn: subscription.confirmed ? arnOf(subscription) : PENDING,
  Owner: account,
  Protocol: subscription.protocol,
  Endpoint: subscription.endpoint,
  TopicArn: subscription.topicArn,
});
