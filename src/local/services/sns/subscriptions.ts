/** Subscribe, Unsubscribe, ListSubscriptions, ListSubscriptionsByTopic. */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import { isFunctionArn } from '../../state/functions/invoke-for-service.ts';
import { isQueueArn } from '../../state/queues/send-for-service.ts';
import {
  findTopic,
  invalid,
  PAGE,
  page,
  type Subscription,
  subscriptionArn,
  subscriptionId,
  subscriptionsOf,
} from './model.ts';
import { operation } from './operation.ts';
import { checkRaw } from './subscription-attributes.ts';

/** Nobody can confirm an address here, so it gets nothing, as on AWS before its owner has confirmed it. */
const MAIL = ['email', 'email-json'];
/** Endpoints in the account need no confirmation. */
const DELIVERED = ['sqs', 'lambda'];
/** AWS would deliver to these, so such a subscription is refused by name. */
const UNSUPPORTED = ['http', 'https', 'sms', 'application', 'firehose'];
const PENDING = 'PendingConfirmation';

export const subscribe = operation('Subscribe', (input, context) => {
  const { TopicArn, Protocol, Endpoint = '', Attributes = {}, ReturnSubscriptionArn } = input;
  findTopic(context, TopicArn);
  if (UNSUPPORTED.includes(Protocol)) throw notImplemented(`SNS Subscribe with the protocol ${Protocol}`);
  if (![...MAIL, ...DELIVERED].includes(Protocol)) {
    throw invalid(`Amazon SNS does not support this protocol string: ${Protocol}`);
  }
  const raw = checkRaw(Attributes, Protocol);
  if (Endpoint === '') throw invalid('Endpoint');
  checkEndpoint(Protocol, Endpoint);
  const subscriptions = subscriptionsOf(context);
  const same = ({ topicArn, protocol, endpoint }: Subscription) =>
    topicArn === TopicArn && protocol === Protocol && endpoint === Endpoint;
  const known = subscriptions.values().find(same);
  if (known && Attributes.RawMessageDelivery !== undefined && (known.raw ?? false) !== raw) {
    throw invalid('Attributes Reason: Subscription already exists with different attributes');
  }
  const subscription: Subscription = known ?? {
    id: context.cloud.ids.uuid(),
    topicArn: TopicArn,
    protocol: Protocol,
    endpoint: Endpoint,
    confirmed: DELIVERED.includes(Protocol),
    ...(raw && { raw }),
  };
  subscriptions.put(subscription.id, subscription);
  const showsArn = subscription.confirmed || ReturnSubscriptionArn === true;
  return { SubscriptionArn: showsArn ? subscriptionArn(subscription) : 'pending confirmation' };
});

function checkEndpoint(protocol: string, endpoint: string): void {
  if (MAIL.includes(protocol) && !/^[^@\s]+@[^@\s]+$/.test(endpoint)) throw invalid('Email address');
  if (protocol === 'sqs' && !isQueueArn(endpoint)) throw invalid('SQS endpoint ARN');
  if (endpoint.endsWith('.fifo')) {
    throw invalid('Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics');
  }
  if (protocol === 'lambda' && !isFunctionArn(endpoint)) {
    throw invalid('Lambda endpoint ARN');
  }
}

export const unsubscribe = operation('Unsubscribe', ({ SubscriptionArn }, context) => {
  const id = subscriptionId(SubscriptionArn);
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

/** AWS hides the ARN of a subscription until it is confirmed. */
const onWire = (subscription: Subscription, account: string) => ({
  SubscriptionArn: subscription.confirmed ? subscriptionArn(subscription) : PENDING,
  Owner: account,
  Protocol: subscription.protocol,
  Endpoint: subscription.endpoint,
  TopicArn: subscription.topicArn,
});
