/**
 * Delivers a message to the queues and functions that subscribed, if their policies let the topic (SNS Developer Guide,
 * "Fanout to Amazon SQS queues" and "Fanout to Lambda functions"). A delivery that fails is counted and not retried:
 * on AWS, too, the wrong policy of an endpoint is not an error that SNS retries.
 */
import type { OperationContext } from '../../cloud/operation.ts';
import { compilePolicy } from '../../policy/compile-policy.ts';
import { evaluate } from '../../policy/evaluate.ts';
import { invokeAsynchronously } from '../../state/functions/asynchronous-invoke.ts';
import { functionArn, lambdaState, policyKey } from '../../state/functions/model.ts';
import { checkResourcePolicy } from '../../state/functions/resource-policy.ts';
import { queuesOf } from '../../state/queues/model.ts';
import { send } from '../../state/queues/send.ts';
import { type Message, type Subscription, subscriptionArn, subscriptionsOf } from './model.ts';

const SERVICE = 'sns.amazonaws.com';

export function deliver(context: OperationContext, message: Message): void {
  const TopicName = message.topicArn.slice(message.topicArn.lastIndexOf(':') + 1);
  const count = (name: string) =>
    context.cloud.metrics.meter(context, { namespace: 'AWS/SNS', name, dimensions: { TopicName }, unit: 'Count' })(1);
  count('NumberOfMessagesPublished');
  for (const subscription of subscriptionsOf(context).values()) {
    if (subscription.topicArn !== message.topicArn || !subscription.confirmed) continue;
    const delivered = subscription.protocol === 'sqs' ? toQueue : toFunction;
    count(delivered(context, subscription, message) ? 'NumberOfNotificationsDelivered' : 'NumberOfNotificationsFailed');
  }
}

function toQueue({ cloud }: OperationContext, { endpoint }: Subscription, { topicArn, message }: Message): boolean {
  const [, , , region = '', account = '', name = ''] = endpoint.split(':');
  const scope = { account, region };
  const queue = queuesOf(cloud, scope).get(name);
  if (!queue?.attributes.Policy) return false;
  const decision = evaluate([compilePolicy(queue.attributes.Policy)], {
    action: 'sqs:SendMessage',
    resource: endpoint,
    principal: { type: 'service', name: SERVICE },
    key: (key) => (key === 'aws:sourcearn' ? topicArn : key === 'aws:sourceaccount' ? account : undefined),
  });
  if (decision !== 'allow') return false;
  send(cloud, scope, queue, { body: message, attributes: {}, sender: SENDER });
  return true;
}

/** SNS sends with a principal of its own, whose ID AWS does not publish. */
const SENDER = 'AIDAISMY7JYY5F7RTT6AO';

function toFunction({ cloud }: OperationContext, subscription: Subscription, message: Message): boolean {
  const [, , , region = '', account = '', , name = '', qualifier] = subscription.endpoint.split(':');
  const scope = { account, region };
  const caller = { service: SERVICE, sourceArn: message.topicArn };
  try {
    const policy = lambdaState(cloud, scope).policies.get(policyKey(name, qualifier));
    checkResourcePolicy(policy, caller, functionArn(scope, name, qualifier));
  } catch {
    return false;
  }
  invokeAsynchronously(cloud, {
    scope,
    functionName: name,
    ...(qualifier !== undefined && { qualifier }),
    isJson: true,
    onBehalfOf: caller,
    payload: JSON.stringify({ Records: [record(subscription, message, region)] }),
  });
  return true;
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
