/** CreateTopic, GetTopicAttributes, SetTopicAttributes, ListTopics, DeleteTopic. */
import { notImplemented } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { checkTags, findTopic, invalid, PAGE, page, subscriptionsOf, type Topic, topicsOf } from './model.ts';
import { operation } from './operation.ts';

/** Attributes that can be set; FIFO topics are refused by name. */
const SETTABLE = ['DisplayName', 'Policy', 'DeliveryPolicy', 'KmsMasterKeyId', 'TracingConfig', 'SignatureVersion'];

/** The same name with the same attributes and tags is the same topic. */
export const createTopic = operation('CreateTopic', (input, context) => {
  refuseMembers('SNS CreateTopic', input, ['DataProtectionPolicy']);
  const { Name, Attributes = {}, Tags } = input;
  if (!/^[\w-]{1,256}(\.fifo)?$/.test(Name)) throw invalid('Topic Name');
  if (Name.endsWith('.fifo') || Attributes.FifoTopic === 'true') throw notImplemented('SNS FIFO topics');
  for (const [name, value] of Object.entries(Attributes)) if (name !== 'FifoTopic') checkAttribute(name, value);
  const tags = checkTags(Tags);
  const arn = `arn:aws:sns:${context.region}:${context.account}:${Name}`;
  const present = topicsOf(context).get(arn);
  if (present) {
    if (Object.entries(Attributes).some(([name, value]) => present.attributes[name] !== value)) {
      throw invalid('Attributes Reason: Topic already exists with different attributes');
    }
    if (tags.some(({ Key, Value }) => !present.tags.some((tag) => tag.Key === Key && tag.Value === Value))) {
      throw invalid('Tags Reason: Topic already exists with different tags');
    }
  } else topicsOf(context).put(arn, { arn, name: Name, attributes: Attributes, tags });
  return { TopicArn: arn };
});

export const getTopicAttributes = operation('GetTopicAttributes', ({ TopicArn }, context) => ({
  Attributes: attributesOf(findTopic(context, TopicArn), context),
}));

export const setTopicAttributes = operation(
  'SetTopicAttributes',
  ({ TopicArn, AttributeName, AttributeValue = '' }, context) => {
    const topic = findTopic(context, TopicArn);
    checkAttribute(AttributeName, AttributeValue);
    const attributes = { ...topic.attributes, [AttributeName]: AttributeValue };
    topicsOf(context).put(topic.arn, { ...topic, attributes });
  },
);

export const listTopics = operation('ListTopics', ({ NextToken }, context) => {
  const { items, next } = page(topicsOf(context).values(), PAGE, NextToken);
  return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), NextToken: next };
});

/** Deleting a missing topic succeeds. */
export const deleteTopic = operation('DeleteTopic', ({ TopicArn }, context) => {
  topicsOf(context).delete(TopicArn);
  const subscriptions = subscriptionsOf(context);
  for (const { id, topicArn } of subscriptions.values()) if (topicArn === TopicArn) subscriptions.delete(id);
});

function checkAttribute(name: string, value: string): void {
  if (!SETTABLE.includes(name)) throw invalid('AttributeName');
  if (name !== 'Policy') return;
  try {
    JSON.parse(value);
  } catch {
    throw invalid('Policy Error: null');
  }
}

function attributesOf(topic: Topic, context: OperationContext): Record<string, string> {
  const own = subscriptionsOf(context)
    .values()
    .filter(({ topicArn }) => topicArn === topic.arn);
  return {
    TopicArn: topic.arn,
    Owner: context.account,
    DisplayName: '',
    Policy: defaultPolicy(topic.arn, context.account),
    SubscriptionsPending: String(own.filter(({ confirmed }) => !confirmed).length),
    SubscriptionsConfirmed: String(own.filter(({ confirmed }) => confirmed).length),
    SubscriptionsDeleted: '0',
    ...topic.attributes,
  };
}

/** The policy that AWS gives a topic without its own policy. */
function defaultPolicy(arn: string, account: string): string {
  const actions = ['GetTopicAttributes', 'SetTopicAttributes', 'AddPermission', 'RemovePermission', 'DeleteTopic'];
  return JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: [...actions, 'Subscribe', 'ListSubscriptionsByTopic', 'Publish'].map((action) => `SNS:${action}`),
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': account } },
      },
    ],
  });
}
