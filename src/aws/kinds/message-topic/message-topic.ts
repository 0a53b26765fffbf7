/**
 * Kind `message-topic`: an SNS topic to which operations publish, with the subscriptions of the stage's own queues and
 * functions. A queue gets each message as it was published (raw delivery), so that its consumer does not have to know
 * whether a message came through a topic. Subscriptions of other people stay.
 *
 * All releases publish to one topic, so `apply` only adds subscriptions. `retire` removes those that the new release
 * does not have, when it serves.
 */
import type { SNSClient } from '@aws-sdk/client-sns';
import type { FieldChange, Kind, Observed, Resource } from '../../../engine/resource.ts';
import { topicArn } from '../../../naming/arns.ts';
import { baseName } from '../../../naming/names.ts';
import { identityIn, type Tags } from '../../../naming/tags.ts';
import { subscriptionsOf } from '../../alarms/topic-emails.ts';
import { ownTopics } from '../../arns/own-arns.ts';
import { owns, toTagList } from '../../ownership/ownership.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { syncTopicTags, topicTags } from '../topic/topic-tags.ts';
import type { MessageTopicShape, Subscriber } from './shape.ts';

const RAW = 'RawMessageDelivery';

type Found = MessageTopicShape['found'];

export function messageTopicKind({ clients, target }: KindDependencies): Kind<MessageTopicShape> {
  const arnOf = (name: string) => topicArn(target, name);

  async function read({ name, properties: { tags: wanted } }: Resource<MessageTopicShape>) {
    const client = await clients.sns();
    const TopicArn = arnOf(name);
    const { GetTopicAttributesCommand } = await import('@aws-sdk/client-sns');
    const found = await undefinedIfNotFound(client.send(new GetTopicAttributesCommand({ TopicArn })));
    if (!found) return undefined;
    const [tags = {}, subscriptions] = await Promise.all([
      topicTags(client, TopicArn),
      ownSubscriptions(client, TopicArn, `${baseName(identityIn(wanted))}-`),
    ]);
    return observedAs(name, wanted, { subscriptions, tags });
  }

  function observedAs(name: string, wanted: Tags, properties: Found): Observed<MessageTopicShape> {
    return { attributes: { arn: arnOf(name), name }, properties, owned: owns(wanted, properties.tags) };
  }

  return {
    kind: 'message-topic',
    rights: [
      {
        actions: [
          'sns:GetTopicAttributes',
          'sns:ListTagsForResource',
          'sns:ListSubscriptionsByTopic',
          'sns:CreateTopic',
          'sns:Subscribe',
          'sns:TagResource',
          'sns:UntagResource',
          'sns:DeleteTopic',
        ],
        on: ownTopics,
      },
      // The Service Authorization Reference has no resource for these.
      { actions: ['sns:GetSubscriptionAttributes', 'sns:SetSubscriptionAttributes', 'sns:Unsubscribe'] },
    ],
    readsBy: [],
    read,
    diff({ properties: { subscribers, tags } }, { properties: had }) {
      return [...subscriptionChanges(subscribers, had), ...diffFields({ tags }, { tags: had.tags })];
    },
    async apply(resource, observed) {
      const client = await clients.sns();
      const { name, properties } = resource;
      const { subscribers, tags } = properties;
      const TopicArn = arnOf(name);
      const { CreateTopicCommand, SetSubscriptionAttributesCommand, SubscribeCommand } = await import(
        '@aws-sdk/client-sns'
      );
      if (observed) await syncTopicTags(client, TopicArn, tags, observed.properties.tags);
      else await client.send(new CreateTopicCommand({ Name: name, Tags: toTagList(tags) }));
      const had = observed?.properties.subscriptions ?? [];
      for (const { arn: SubscriptionArn } of had.filter((each) => isWrapped(each, subscribers))) {
        const raw = { AttributeName: RAW, AttributeValue: 'true' };
        await client.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, ...raw }));
      }
      for (const { protocol, endpoint } of missing(subscribers, had)) {
        await client.send(
          new SubscribeCommand({
            TopicArn,
            Protocol: protocol,
            Endpoint: endpoint,
            ReturnSubscriptionArn: true,
            ...(protocol === 'sqs' && { Attributes: { [RAW]: 'true' } }),
          }),
        );
      }
      const own = subscribers.map((each) => ({ ...each, raw: each.protocol === 'sqs', arn: '' }));
      return observedAs(name, tags, { subscriptions: [...own, ...former(subscribers, had)], tags });
    },
    retire: {
      due: ({ properties: { subscribers } }, { properties: { subscriptions } }) =>
        former(subscribers, subscriptions).length > 0,
      async begin({ properties: { subscribers } }, { properties: { subscriptions } }) {
        const client = await clients.sns();
        const { UnsubscribeCommand } = await import('@aws-sdk/client-sns');
        for (const { arn: SubscriptionArn } of former(subscribers, subscriptions)) {
          await undefinedIfNotFound(client.send(new UnsubscribeCommand({ SubscriptionArn })));
        }
      },
    },
    async remove({ name }) {
      const client = await clients.sns();
      const { DeleteTopicCommand } = await import('@aws-sdk/client-sns');
      await undefinedIfNotFound(client.send(new DeleteTopicCommand({ TopicArn: arnOf(name) })));
    },
  };
}

const isSame = (one: Subscriber, other: Subscriber): boolean =>
  one.protocol === other.protocol && one.endpoint === other.endpoint;

type Subscriptions = Found['subscriptions'];

const missing = (wanted: readonly Subscriber[], had: Subscriptions): Subscriber[] =>
  wanted.filter((one) => !had.some((each) => isSame(one, each)));

const former = (wanted: readonly Subscriber[], had: Subscriptions): Subscriptions =>
  had.filter((each) => !wanted.some((one) => isSame(one, each)));

/** Whether a queue that should get messages as they are gets them in an envelope. */
const isWrapped = ({ raw, ...each }: Subscriptions[number], wanted: readonly Subscriber[]): boolean =>
  each.protocol === 'sqs' && !raw && wanted.some((one) => isSame(one, each));

function subscriptionChanges(wanted: readonly Subscriber[], { subscriptions }: Found): FieldChange[] {
  const path = ({ endpoint }: Subscriber) => `subscriptions.${nameIn(endpoint)}`;
  const wrapped = subscriptions.filter((each) => isWrapped(each, wanted));
  return [
    ...missing(wanted, subscriptions).map((each) => ({ path: path(each), from: undefined, to: each.endpoint })),
    ...former(wanted, subscriptions).map((each) => ({
      path: path(each),
      from: each.endpoint,
      to: undefined,
      last: true as const,
    })),
    ...wrapped.map((each) => ({ path: `${path(each)}.raw`, from: false, to: true })),
  ];
}

const nameIn = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);

async function ownSubscriptions(client: SNSClient, TopicArn: string, prefix: string): Promise<Found['subscriptions']> {
  const { GetSubscriptionAttributesCommand } = await import('@aws-sdk/client-sns');
  const listed = (await undefinedIfNotFound(subscriptionsOf(client, TopicArn))) ?? [];
  const own = listed.flatMap(({ Protocol, Endpoint: endpoint = '', SubscriptionArn: arn = '' }) =>
    (Protocol === 'sqs' || Protocol === 'lambda') && nameIn(endpoint).startsWith(prefix)
      ? [{ protocol: Protocol as Subscriber['protocol'], endpoint, arn }]
      : [],
  );
  const described = own.map(async (each) => {
    if (each.protocol === 'lambda') return { ...each, raw: false };
    const command = new GetSubscriptionAttributesCommand({ SubscriptionArn: each.arn });
    const found = await undefinedIfNotFound(client.send(command));
    return { ...each, raw: found?.Attributes?.[RAW] === 'true' };
  });
  return await Promise.all(described);
}
