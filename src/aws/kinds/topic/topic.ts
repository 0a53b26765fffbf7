/**
 * Kind `topic`: the target of alarms, which forwards them by e-mail or to a chat that the user connects. The owner of
 * each address must confirm it. Until then SNS neither sends to it nor lets it be removed, and deletes it by itself
 * after some days (docs/aws/other-services.md).
 */
import type { SNSClient } from '@aws-sdk/client-sns';
import type { FieldChange, Kind, KindContext, Observed, Resource } from '../../../engine/resource.ts';
import { topicArn } from '../../../naming/arns.ts';
import { emailSubscriptions, isConfirmed } from '../../alarms/topic-emails.ts';
import { equals, ownTopics } from '../../arns/own-arns.ts';
import { type PolicyDocument, parsePolicy, samePolicy } from '../../iam/policy-document.ts';
import { fromTagList, owns, toTagList } from '../../ownership/ownership.ts';
import { isNotFound, undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import type { TargetFacts } from '../../sdk/target-facts.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import type { TopicShape } from './shape.ts';
import { syncTopicTags } from './topic-tags.ts';

/** Lets only the alarms of this account publish (docs/aws/cloudwatch.md). */
function policyOf(arn: string, { account }: TargetFacts): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AlarmsOfThisAccount',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: arn,
        Condition: { StringEquals: { 'aws:SourceAccount': account } },
      },
    ],
  };
}

export function topicKind({ clients, target }: KindDependencies): Kind<TopicShape> {
  const arnOf = (name: string) => topicArn(target, name);

  async function read(resource: Resource<TopicShape>): Promise<Observed<TopicShape> | undefined> {
    const client = await clients.sns();
    const desired = resource.properties;
    const arn = arnOf(resource.name);
    const { GetTopicAttributesCommand, ListTagsForResourceCommand } = await import('@aws-sdk/client-sns');
    try {
      const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn: arn }));
      const [{ Tags: list }, subscriptions] = await Promise.all([
        client.send(new ListTagsForResourceCommand({ ResourceArn: arn })),
        emailSubscriptions(client, arn),
      ]);
      const tags = fromTagList(list);
      // An unwanted address that is not confirmed cannot be removed, so it does not count as a difference.
      const emails = subscriptions
        .filter(({ Endpoint = '', ...rest }) => isConfirmed(rest) || desired.emails.includes(Endpoint))
        .map(({ Endpoint = '' }) => Endpoint);
      return observedAs(resource, arn, { emails, policy: parsePolicy(Attributes?.Policy), tags });
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async function syncEmails(
    client: SNSClient,
    TopicArn: string,
    desired: string[],
    had: string[],
    context: KindContext,
  ) {
    const { SubscribeCommand, UnsubscribeCommand } = await import('@aws-sdk/client-sns');
    for (const Endpoint of desired.filter((email) => !had.includes(email))) {
      await client.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint }));
      context.note(`${Endpoint} has been sent a message to confirm`);
    }
    if (had.every((email) => desired.includes(email))) return;
    for (const { Endpoint = '', SubscriptionArn, ...rest } of await emailSubscriptions(client, TopicArn)) {
      if (desired.includes(Endpoint) || !isConfirmed({ SubscriptionArn, ...rest })) continue;
      await client.send(new UnsubscribeCommand({ SubscriptionArn }));
    }
  }

  async function apply(
    resource: Resource<TopicShape>,
    observed: Observed<TopicShape> | undefined,
    context: KindContext,
  ): Promise<Observed<TopicShape>> {
    const client = await clients.sns();
    const arn = arnOf(resource.name);
    const desired = resource.properties;
    const policy = policyOf(arn, target);
    const had = observed?.properties;
    const { CreateTopicCommand, SetTopicAttributesCommand } = await import('@aws-sdk/client-sns');
    if (!had) {
      const Attributes = { Policy: JSON.stringify(policy) };
      await client.send(new CreateTopicCommand({ Name: resource.name, Attributes, Tags: toTagList(desired.tags) }));
      if (desired.chat) {
        context.note(`join Slack or Teams to ${arn} in the console of Amazon Q Developer in chat applications`);
      }
    } else {
      if (!samePolicy(policy, had.policy)) {
        const AttributeValue = JSON.stringify(policy);
        await client.send(new SetTopicAttributesCommand({ TopicArn: arn, AttributeName: 'Policy', AttributeValue }));
      }
      await syncTopicTags(client, arn, desired.tags, had.tags);
    }
    await syncEmails(client, arn, desired.emails, had?.emails ?? [], context);
    return observedAs(resource, arn, { emails: desired.emails, policy, tags: desired.tags });
  }

  return {
    kind: 'topic',
    rights: [
      { actions: ['sns:Unsubscribe'] },
      {
        actions: [
          'sns:GetTopicAttributes',
          'sns:ListTagsForResource',
          'sns:ListSubscriptionsByTopic',
          'sns:CreateTopic',
          'sns:SetTopicAttributes',
          'sns:TagResource',
          'sns:UntagResource',
          'sns:DeleteTopic',
        ],
        on: ownTopics,
      },
      { actions: ['sns:Subscribe'], on: ownTopics, when: () => equals({ 'sns:Protocol': 'email' }) },
    ],
    read,
    diff(desired, observed) {
      const { emails, tags } = desired.properties;
      const had = observed.properties;
      const policy = policyOf(arnOf(desired.name), target);
      const changedPolicy: FieldChange[] = samePolicy(policy, had.policy)
        ? []
        : [{ path: 'policy', from: had.policy, to: policy }];
      return [
        ...diffFields({ emails: [...emails].sort(), tags }, { emails: [...had.emails].sort(), tags: had.tags }),
        ...changedPolicy,
      ];
    },
    apply,
    async remove({ name }) {
      const client = await clients.sns();
      const { DeleteTopicCommand } = await import('@aws-sdk/client-sns');
      await undefinedIfNotFound(client.send(new DeleteTopicCommand({ TopicArn: arnOf(name) })));
    },
  };
}

function observedAs(
  resource: Resource<TopicShape>,
  arn: string,
  properties: TopicShape['found'],
): Observed<TopicShape> {
  const { tags } = resource.properties;
  return {
    attributes: { arn, name: resource.name },
    properties,
    owned: owns(tags, properties.tags),
  };
}
