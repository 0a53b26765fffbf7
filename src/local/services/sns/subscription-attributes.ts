/** GetSubscriptionAttributes and SetSubscriptionAttributes. */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { invalid, type Subscription, subscriptionId, subscriptionsOf } from './model.ts';
import { operation } from './operation.ts';

const RAW = 'RawMessageDelivery';

/** Returns whether messages are delivered as they were published. Every other attribute is refused by name. */
export function checkRaw(attributes: Readonly<Record<string, string>>, protocol: string): boolean {
  for (const name of Object.keys(attributes)) if (name !== RAW) throw notImplemented(`SNS subscriptions with ${name}`);
  const value = attributes[RAW] ?? 'false';
  if (!/^(true|false)$/i.test(value))
    throw invalid(`Attributes Reason: RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
  const raw = value.toLowerCase() === 'true';
  if (raw && protocol === 'lambda') {
    throw invalid(
      'Attributes Reason: RawMessageDelivery: Delivery protocol [lambda] does not support raw message delivery.',
    );
  }
  // The envelope of a message has a signature of AWS, which nobody can write here.
  if (!raw && protocol === 'sqs') throw notImplemented('SNS subscriptions of queues without RawMessageDelivery');
  return raw;
}

function findSubscription(arn: string, context: OperationContext): Subscription {
  const found = subscriptionsOf(context).get(subscriptionId(arn));
  if (!found) throw new AwsError('NotFound', 'Subscription does not exist');
  return found;
}

export const getSubscriptionAttributes = operation('GetSubscriptionAttributes', ({ SubscriptionArn }, context) => {
  const { topicArn, protocol, endpoint, confirmed, raw = false } = findSubscription(SubscriptionArn, context);
  return {
    Attributes: {
      SubscriptionArn,
      TopicArn: topicArn,
      Protocol: protocol,
      Endpoint: endpoint,
      Owner: context.account,
      PendingConfirmation: String(!confirmed),
      ConfirmationWasAuthenticated: String(confirmed),
      [RAW]: String(raw),
    },
  };
});

export const setSubscriptionAttributes = operation(
  'SetSubscriptionAttributes',
  ({ SubscriptionArn, AttributeName, AttributeValue = '' }, context) => {
    const { raw: _, ...subscription } = findSubscription(SubscriptionArn, context);
    const raw = checkRaw({ [AttributeName]: AttributeValue }, subscription.protocol);
    subscriptionsOf(context).put(subscription.id, { ...subscription, ...(raw && { raw }) });
  },
);
