/**
 * Delivers a message to the queues and functions that subscribed, if their policies let the topic (SNS Developer Guide,
 * "Fanout to Amazon SQS queues" and "Fanout to Lambda functions"). A delivery that fails is counted and not retried:
 * on AWS, too, the wrong policy of an endpoint is not an error that SNS retries.
 */
import type { OperationContext } from '../../cloud/operation.ts';
import { invokeForService } from '../../state/functions/invoke-for-service.ts';
import { sendForService } from '../../state/queues/send-for-service.ts';
import { type Message, type Subscription, subscriptionArn, subscriptionsOf } from './model.ts';

const SERVICE = 'sns.amazonaws.com';

/** The principal with which SNS sends to queues. AWS does not publish its ID. */
const SENDER = 'AIDAISMY7JYY5F7RTT6AO';

export function deliver(context: OperationContext, message: Message): void {
  const TopicName = message.topicArn.slice(message.topicArn.lastIndexOf(':') + 1);
  const count = (name: string) =>
    context.cloud.metrics.meter(context, { namespace: 'AWS/SNS', name, dimensions: { TopicName }, unit: 'Count' })(1);
  count('NumberOfMessagesPublished');
  for (const subscription of subscriptionsOf(context).values()) {
    if (subscription.topicArn !== message.topicArn || !subscription.confirmed) continue;
    const delivered = deliverTo(context, subscription, message);
    count(delivered ? 'NumberOfNotificationsDelivered' : 'NumberOfNotificationsFailed');
  }
}

function deliverTo(context: OperationContext, subscription: Subscription, message: Message): boolean {
  const { endpoint, protocol } = subscription;
  const { topicArn: sourceArn, message: body } = message;
  if (protocol === 'sqs')
    return sendForService(context, { service: SERVICE, sender: SENDER, sourceArn }, endpoint, body);
  const [, , , region = ''] = endpoint.split(':');
  const payload = JSON.stringify({ Records: [record(subscription, message, region)] });
  return invokeForService(context, { service: SERVICE, sourceArn }, endpoint, payload);
}

/** The signature is the one of AWS's own example: only AWS can sign. */
function record(subscription: Subscription, { id, topicArn, subject, message, publishedAt }: Message, region: string) {
  const EventSubscriptionArn = subscriptionArn(subscription);
  return {
    EventSource: 'aws:sns',
    EventVersion: '1.0',
    EventSubscriptionArn,
    Sns: {
      Type: 'Notification',
      MessageId: id,
      TopicArn: topicArn,
      Subject: subject ?? null,
      Message: message,
      Timestamp: new Date(publishedAt).toISOString(),
      SignatureVersion: '1',
      Signature: 'EXAMPLE',
      SigningCertUrl: 'EXAMPLE',
      UnsubscribeUrl: `https://sns.${region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${EventSubscriptionArn}`,
      MessageAttributes: {},
    },
  };
}
