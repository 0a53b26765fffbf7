/** The queues and topics of a template as entries of apikit.yaml, without their consumers. Pure. */
import { objectOf, textOf } from '../../contract/model/json.ts';
import type { Finding } from '../finding.ts';
import { queueWord, topicWord } from './intrinsics.ts';
import type { TemplateResource } from './template.ts';

const SECONDS_OF_DAY = 86_400;

/** A queue for the messages that another queue could not deliver belongs to that queue in apikit. */
export function queuesOf(resources: readonly TemplateResource[]): Record<string, object> {
  const queues = resources.filter(({ type }) => type === 'AWS::SQS::Queue');
  const dead = new Set(queues.map(({ properties }) => objectOf(properties.RedrivePolicy).deadLetterTargetArn));
  return Object.fromEntries(
    queues
      .filter(({ id }) => !dead.has(`\${queue.${queueWord(id)}.arn}`))
      .map(({ id, properties }) => [queueWord(id), queueSettings(properties)]),
  );
}

function queueSettings({
  FifoQueue,
  VisibilityTimeout,
  MessageRetentionPeriod,
  RedrivePolicy,
}: TemplateResource['properties']) {
  const { deadLetterTargetArn, maxReceiveCount } = objectOf(RedrivePolicy);
  const days = Math.ceil(Number(MessageRetentionPeriod) / SECONDS_OF_DAY);
  const hasDeadLetters = deadLetterTargetArn !== undefined || maxReceiveCount !== undefined;
  return {
    ...(isTrue(FifoQueue) && { fifo: true }),
    ...(VisibilityTimeout !== undefined && { visibilityTimeout: Number(VisibilityTimeout) }),
    ...(days > 0 && { retentionDays: Math.min(days, 14) }),
    deadLetter: hasDeadLetters ? { after: Number(maxReceiveCount ?? 5) } : false,
  };
}

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
      if (queue !== undefined) subscribe.push(queue);
      else
        findings.push({
          about: 'lost',
          place: at,
          says: `Topics of apikit bring messages to queues and to one function. The subscription by ${String(node.Protocol)} is left out: make it yourself after the deploy, and apikit leaves it alone.`,
        });
    }
    topics[topicWord(id)] = subscribe.length > 0 ? { subscribe: [...new Set(subscribe)] } : {};
  }
  return { topics, findings };
}

const isTrue = (value: unknown): boolean => value === true || value === 'true';
