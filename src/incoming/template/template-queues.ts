/** The queues and topics of a template as entries of apikit.yaml, without their consumers. Pure. */
import { CONSUMER_TIMEOUT } from '../../config/queues.ts';
import { objectOf, textOf } from '../../contract/model/json.ts';
import type { Finding } from '../finding.ts';
import { lostMembers } from '../lost-members.ts';
import { queueWord, topicWord } from './intrinsics.ts';
import type { TemplateResource } from './template.ts';

const SECONDS_OF_DAY = 86_400;

const OF_QUEUE = {
  kept: ['FifoQueue', 'MessageRetentionPeriod', 'RedriveAllowPolicy', 'RedrivePolicy', 'Tags', 'VisibilityTimeout'],
  instead: {
    KmsMasterKeyId:
      'SQS encrypts with a key of its own. To use one of yours, make the queue yourself, and write import.',
    QueueName: 'apikit names queues after app and stage. To use one that exists, write import.',
    ContentBasedDeduplication: 'Each request is a message of its own.',
  },
};

/** A queue for the messages that another queue could not deliver belongs to that queue in apikit. */
export function queuesOf(resources: readonly TemplateResource[]): {
  queues: Record<string, object>;
  findings: Finding[];
} {
  const all = resources.filter(({ type }) => type === 'AWS::SQS::Queue');
  const dead = new Set(all.map(({ properties }) => objectOf(properties.RedrivePolicy).deadLetterTargetArn));
  const own = all.filter(({ id }) => !dead.has(`\${queue.${queueWord(id)}.arn}`));
  const events = resources.flatMap(({ properties }) => Object.values(objectOf(properties.Events)).map(objectOf));
  const consumed = new Set(events.map(({ Properties }) => objectOf(Properties).Queue));
  const isConsumed = ({ id }: Pick<TemplateResource, 'id'>) => consumed.has(`\${queue.${queueWord(id)}.arn}`);
  return {
    queues: Object.fromEntries(own.map((queue) => [queueWord(queue.id), queueSettings(queue, isConsumed(queue))])),
    findings: own.flatMap(({ id, properties, place }) => [
      ...lostMembers(Object.keys(properties), OF_QUEUE, (member) => place(member), ` of ${id}`),
      ...(isConsumed({ id }) && Number(properties.VisibilityTimeout) < CONSUMER_TIMEOUT
        ? [
            {
              about: 'changes' as const,
              place: place('VisibilityTimeout'),
              says: `A message comes again after the ${CONSUMER_TIMEOUT} seconds that a consumer may run, not after ${String(properties.VisibilityTimeout)}.`,
            },
          ]
        : []),
    ]),
  };
}

/** Lambda refuses a queue whose messages come again while its function handles them. */
function queueSettings({ properties }: TemplateResource, isConsumed: boolean): object {
  const { FifoQueue, VisibilityTimeout, MessageRetentionPeriod, RedrivePolicy } = properties;
  const { deadLetterTargetArn, maxReceiveCount } = objectOf(RedrivePolicy);
  const days = Math.ceil(Number(MessageRetentionPeriod) / SECONDS_OF_DAY);
  const hasDeadLetters = deadLetterTargetArn !== undefined || maxReceiveCount !== undefined;
  const seconds = Number(VisibilityTimeout);
  return {
    ...(isTrue(FifoQueue) && { fifo: true }),
    ...(seconds >= 0 && { visibilityTimeout: isConsumed ? Math.max(seconds, CONSUMER_TIMEOUT) : seconds }),
    ...(days > 0 && { retentionDays: Math.min(days, 14) }),
    deadLetter: hasDeadLetters ? { after: Number(maxReceiveCount ?? 5) || 5 } : false,
  };
}

const OF_TOPIC = {
  kept: ['DisplayName', 'FifoTopic', 'Subscription', 'Tags'],
  instead: {
    KmsMasterKeyId: 'Make the topic with your key yourself, and write import.',
    TopicName: 'apikit names topics after app and stage. To use one that exists, write import.',
  },
};

export function topicsOf(
  resources: readonly TemplateResource[],
  queues: readonly string[],
): { topics: Record<string, object>; findings: Finding[] } {
  const findings: Finding[] = [];
  const topics: Record<string, object> = {};
  for (const { id, type, properties, place } of resources) {
    if (type !== 'AWS::SNS::Topic') continue;
    if (isTrue(properties.FifoTopic)) {
      findings.push({ about: 'lost', place: place('FifoTopic'), says: 'apikit has no topics that keep an order.' });
      continue;
    }
    findings.push(...lostMembers(Object.keys(properties), OF_TOPIC, (member) => place(member), ` of ${id}`));
    const arn = `\${topic.${topicWord(id)}.arn}`;
    const own = [properties.Subscription ?? []]
      .flat()
      .map((each) => ({ at: place('Subscription'), node: objectOf(each) }));
    const others = resources
      .filter((one) => one.type === 'AWS::SNS::Subscription' && one.properties.TopicArn === arn)
      .map((one) => ({ at: one.place(), node: one.properties }));
    const subscribe: string[] = [];
    for (const { at, node } of [...own, ...others]) {
      const queue = queues.find((name) => textOf(node.Endpoint) === `\${queue.${name}.arn}`);
      const lost = (says: string) => findings.push({ about: 'lost', place: at, says });
      if (queue === undefined) {
        lost(
          `Topics of apikit bring messages to queues and to one function. The subscription by ${String(node.Protocol)} is left out: make it yourself after the deploy, and apikit leaves it alone.`,
        );
      } else if (node.FilterPolicy !== undefined) {
        lost(
          `The subscription of ${queue} has a filter, and is left out: queues of apikit get all messages of a topic.`,
        );
      } else {
        subscribe.push(queue);
        if (!isTrue(node.RawMessageDelivery))
          lost(
            `The queue ${queue} gets each message as it was sent, without the envelope of SNS: let its consumer read the body itself.`,
          );
      }
    }
    topics[topicWord(id)] = subscribe.length > 0 ? { subscribe: [...new Set(subscribe)] } : {};
  }
  return { topics, findings };
}

const isTrue = (value: unknown): boolean => value === true || value === 'true';
