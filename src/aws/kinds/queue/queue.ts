/**
 * Kind `queue`: an SQS queue, also a dead-letter queue. The tag `apikit:consumed` says that a function consumes the
 * queue, or did so before, so that a deploy notices a consumer that is no longer wanted without another call.
 *
 * All releases share one queue. `apply` only extends times and adds senders. `retire` makes the other changes, when the
 * new release serves.
 */
import type { SQSClient } from '@aws-sdk/client-sqs';
import type {
  FieldChange,
  Kind,
  KindContext,
  Observed,
  Resolved,
  ResolvedResource,
  Resource,
} from '../../../engine/resource.ts';
import { queueArn } from '../../../naming/arns.ts';
import { CONSUMED_TAG, type Tags } from '../../../naming/tags.ts';
import { equals, ownQueues, ownRoles } from '../../arns/own-arns.ts';
import { type PolicyDocument, samePolicy } from '../../iam/policy-document.ts';
import { owns, tagChanges } from '../../ownership/ownership.ts';
import { isAwsError, undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { queueUrl } from '../../sdk/queue-url.ts';
import { retry } from '../../sdk/retry.ts';
import { createdMeanwhile } from '../created-meanwhile.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { markLast } from '../made-last.ts';
import { attributesFor, creationAttributes, isOurPolicy, settingsIn, untilTakenOver } from './queue-settings.ts';
import type { QueueProperties, QueueShape } from './shape.ts';

/** Milliseconds. The name of a deleted queue is free again after a minute (docs/aws/sqs.md). */
const PATIENCE = 120_000;

export function queueKind({ clients, clock, target }: KindDependencies): Kind<QueueShape> {
  const urlOf = (name: string) => queueUrl(target, name);

  async function read({ name, properties }: Resource<QueueShape>): Promise<Observed<QueueShape> | undefined> {
    const client = await clients.sqs();
    const QueueUrl = urlOf(name);
    const { GetQueueAttributesCommand, ListQueueTagsCommand } = await import('@aws-sdk/client-sqs');
    const found = await undefinedIfNotFound(
      client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] })),
    );
    if (!found) return undefined;
    const { Tags: tags = {} } = (await undefinedIfNotFound(client.send(new ListQueueTagsCommand({ QueueUrl })))) ?? {};
    return observedAs(name, properties, tags, settingsIn(found.Attributes ?? {}));
  }

  function observedAs(
    name: string,
    properties: Pick<QueueProperties, 'tags'>,
    allTags: Tags,
    settings: Omit<QueueShape['found'], 'tags' | 'consumed'>,
  ): Observed<QueueShape> {
    const { [CONSUMED_TAG]: mark, ...tags } = allTags;
    const consumed = mark !== undefined;
    return {
      attributes: { arn: queueArn(target, name), name, url: urlOf(name), consumed },
      properties: { ...settings, consumed, tags },
      owned: owns(properties.tags, tags),
    };
  }

  async function create(
    client: SQSClient,
    resource: ResolvedResource<QueueShape>,
    context: KindContext,
  ): Promise<Observed<QueueShape>> {
    const { name, properties } = resource;
    const tags = wantedTags(properties);
    const { CreateQueueCommand } = await import('@aws-sdk/client-sqs');
    const command = new CreateQueueCommand({ QueueName: name, Attributes: creationAttributes(properties), tags });
    const options = {
      what: `create the queue "${name}"`,
      within: PATIENCE,
      longestDelay: 10_000,
      hint: 'Run the same command again: it continues where it stopped.',
      clock,
      signal: context.signal,
      retryable: (error: unknown) => isAwsError(error, 'QueueDeletedRecently'),
      onRetry: (tries: number) => {
        if (tries === 1) context.note('waiting until the name of the deleted queue is free');
      },
    };
    try {
      await retry(options, () => client.send(command));
      return observedAs(name, properties, tags, { ...properties, messages: 0 });
    } catch (error) {
      // Another run was faster, with other settings.
      if (!isAwsError(error, 'QueueNameExists')) throw error;
      const found = await read(resource);
      if (!found?.owned) throw createdMeanwhile('queue', name);
      return found;
    }
  }

  async function setAttributes(name: string, wanted: Resolved<QueueProperties>, had: QueueShape['found']) {
    const [to, from] = [attributesFor(wanted), attributesFor({ ...had, fifo: wanted.fifo })];
    const changed = Object.entries(to).filter(([attribute, value]) =>
      attribute === 'Policy' ? needsPolicy(wanted.policy, had.policy) : from[attribute] !== value,
    );
    if (changed.length === 0) return;
    const client = await clients.sqs();
    const { SetQueueAttributesCommand } = await import('@aws-sdk/client-sqs');
    const Attributes = Object.fromEntries(changed);
    await client.send(new SetQueueAttributesCommand({ QueueUrl: urlOf(name), Attributes }));
  }

  return {
    kind: 'queue',
    rights: [
      {
        actions: [
          'sqs:GetQueueAttributes',
          'sqs:ListQueueTags',
          'sqs:CreateQueue',
          'sqs:SetQueueAttributes',
          'sqs:TagQueue',
          'sqs:UntagQueue',
          'sqs:DeleteQueue',
        ],
        on: ownQueues,
      },
      // API Gateway gets the role with which it sends to the queues.
      {
        actions: ['iam:PassRole'],
        on: ownRoles,
        when: () => equals({ 'iam:PassedToService': 'apigateway.amazonaws.com' }),
      },
    ],
    readsBy: [],
    read,
    diff({ properties }, observed) {
      const had = observed.properties;
      const { consumed = false, tags } = properties;
      const left = settingChanges(properties, untilTakenOver(properties, had));
      return [
        ...markLast(settingChanges(properties, had), left),
        ...(consumed && !had.consumed ? [{ path: 'consumed', from: false, to: true }] : []),
        ...diffFields({ tags }, { tags: had.tags }),
      ];
    },
    async apply(resource, observed, context) {
      const client = await clients.sqs();
      const { name, properties } = resource;
      const present = observed ?? (await create(client, resource, context));
      const had = present.properties;
      const QueueUrl = urlOf(name);
      const settings = untilTakenOver(properties, had);
      await setAttributes(name, { ...properties, ...settings }, had);
      const { TagQueueCommand, UntagQueueCommand } = await import('@aws-sdk/client-sqs');
      const hadTags = { ...had.tags, ...(had.consumed && { [CONSUMED_TAG]: 'true' }) };
      const tags = wantedTags({ ...properties, consumed: properties.consumed || had.consumed });
      const { set, remove } = tagChanges(tags, hadTags);
      if (Object.keys(set).length > 0) await client.send(new TagQueueCommand({ QueueUrl, Tags: set }));
      if (remove.length > 0) await client.send(new UntagQueueCommand({ QueueUrl, TagKeys: remove }));
      return observedAs(name, properties, tags, { ...settings, messages: had.messages });
    },
    retire: {
      due: ({ properties }, applied) => settingChanges(properties, applied.properties).length > 0,
      async begin({ name, properties }, applied) {
        await setAttributes(name, properties, applied.properties);
      },
    },
    async consequence({ properties: { messages } }) {
      return messages === 0 ? undefined : `about ${messages} message${messages === 1 ? ' is' : 's are'} lost`;
    },
    async remove({ name }) {
      const client = await clients.sqs();
      const { DeleteQueueCommand } = await import('@aws-sdk/client-sqs');
      await undefinedIfNotFound(client.send(new DeleteQueueCommand({ QueueUrl: urlOf(name) })));
    },
  };
}

type Settings = Pick<QueueProperties, 'visibilityTimeout' | 'retentionDays' | 'deadLetter' | 'policy'>;

function settingChanges(wanted: Settings, had: Settings): FieldChange[] {
  const compared = ({ visibilityTimeout, retentionDays, deadLetter }: Settings) => ({
    visibilityTimeout,
    retentionDays,
    ...(deadLetter && { deadLetter }),
  });
  const policy = needsPolicy(wanted.policy, had.policy)
    ? [{ path: 'policy', from: had.policy, to: wanted.policy }]
    : [];
  return [...diffFields(compared(wanted), compared(had)), ...policy];
}

/** A policy that apikit did not write stays if the queue needs none. */
const needsPolicy = (wanted: PolicyDocument | undefined, had: PolicyDocument | undefined): boolean =>
  wanted ? !samePolicy(wanted, had) : isOurPolicy(had);

const wantedTags = ({ tags, consumed }: Pick<QueueProperties, 'tags' | 'consumed'>): Tags => ({
  ...tags,
  ...(consumed && { [CONSUMED_TAG]: 'true' }),
});
