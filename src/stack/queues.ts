/** The queues of a stage, each with its dead-letter queue. Pure. */
import type { PolicyDocument } from '../aws/iam/policy-document.ts';
import { TOPICS_SID } from '../aws/kinds/queue/queue-settings.ts';
import type { StageConfig } from '../config/config.ts';
import { queueArnOf } from '../config/physical-queue.ts';
import { topicArnOf } from '../config/physical-topic.ts';
import type { QueueConfig } from '../config/queues.ts';
import type { ArnScope } from '../naming/arn-scope.ts';
import { deadLetterQueueName, queueName } from '../naming/names.ts';
import type { Tags } from '../naming/tags.ts';
import { ref, type StageResource } from './ids.ts';

type QueueId = `queue/${string}`;

/** SQS's limit. A message keeps its age, so the dead-letter queue keeps messages longer than any other queue. */
const LONGEST_DAYS = 14;

export const deadLetterId = (queue: string): QueueId => `queue/${queue}-dead`;

export function queueResources(config: StageConfig, facts: ArnScope, tags: Tags): StageResource<QueueId>[] {
  return Object.entries(config.queues).flatMap(([name, queue]) =>
    queue.import === undefined ? ownQueue({ config, facts }, name, queue, tags) : [],
  );
}

interface Place {
  readonly config: StageConfig;
  readonly facts: ArnScope;
}

function ownQueue({ config, facts }: Place, name: string, queue: QueueConfig, tags: Tags): StageResource<QueueId>[] {
  const { fifo, deadLetter, visibilityTimeout, retentionDays, consumer } = queue;
  const resource: StageResource<QueueId> = {
    id: `queue/${name}`,
    kind: 'queue',
    name: queueName(config, name, fifo),
    properties: {
      fifo,
      visibilityTimeout,
      retentionDays,
      ...(deadLetter && { deadLetter: { target: ref(deadLetterId(name), 'arn'), after: deadLetter.after } }),
      ...(consumer && { consumed: true }),
      ...senders(config, name, facts),
      tags,
    },
    keep: 'data',
  };
  if (!deadLetter) return [resource];
  const dead: StageResource<QueueId> = {
    id: deadLetterId(name),
    kind: 'queue',
    name: deadLetterQueueName(config, name, fifo),
    properties: { fifo, visibilityTimeout: 30, retentionDays: LONGEST_DAYS, tags },
    keep: 'data',
  };
  return [dead, resource];
}

/** The topics that may send to the queue, because they deliver their messages to it. */
function senders(config: StageConfig, name: string, facts: ArnScope): { policy?: PolicyDocument } {
  const topics = Object.keys(config.topics).filter((topic) => config.topics[topic]!.subscribe.includes(name));
  if (topics.length === 0) return {};
  const statement = {
    Sid: TOPICS_SID,
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: queueArnOf(config, name, facts),
    Condition: { ArnEquals: { 'aws:SourceArn': topics.map((topic) => topicArnOf(config, topic, facts)) } },
  };
  return { policy: { Version: '2012-10-17', Statement: [statement] } };
}

/** The ends of the names of the stage's own queues, for the record of a release. Empty if there are none. */
export function queueEnds(config: StageConfig): { queues?: string[] } {
  const own = Object.entries(config.queues).filter(([, queue]) => queue.import === undefined);
  return own.length === 0 ? {} : { queues: own.map(([name, { fifo }]) => `${name}${fifo ? '.fifo' : ''}`) };
}
