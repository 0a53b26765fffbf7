/** The alarms on queues and their dead-letter queues, if `alarms` asks for them. Pure. */
import type { StageConfig } from '../config/config.ts';
import { failureQueues } from '../config/consumers.ts';
import { physicalQueue } from '../config/physical-queue.ts';
import { deadLetterOf } from '../naming/names.ts';
import { AT_ONCE, one, THREE_OF_FIVE, type Watch } from './alarm-watch.ts';
import { deadLetterId } from './queues.ts';

/** The alarms by their names, which contain the queue's name. An imported queue has the alarms of its owner. */
export function queueWatches(config: StageConfig): Record<string, Watch> {
  const { deadLetters, queueAge } = config.alarms;
  const failed = failureQueues(config);
  const watches: Record<string, Watch> = {};
  for (const [name, queue] of Object.entries(config.queues)) {
    if (queue.import !== undefined) continue;
    if (deadLetters && queue.deadLetter) watches[`queue-${name}-dead-letters`] = deadLetterWatch(config, name);
    if (deadLetters && failed.includes(name)) watches[`queue-${name}-skipped-records`] = skippedWatch(config, name);
    if (queueAge !== undefined) watches[`queue-${name}-age`] = ageWatch(config, name, queueAge);
  }
  return watches;
}

function deadLetterWatch(config: StageConfig, name: string): Watch {
  return {
    description: `Messages of queue ${name} could not be handled, and are in its dead-letter queue.`,
    ...metric(deadLetterOf(physicalQueue(config, name)), 'ApproximateNumberOfMessagesVisible'),
    threshold: 0,
    ...AT_ONCE,
    after: deadLetterId(name),
  };
}

function skippedWatch(config: StageConfig, name: string): Watch {
  return {
    description: `Records of a stream were skipped, and queue ${name} has the messages about them.`,
    ...metric(physicalQueue(config, name), 'ApproximateNumberOfMessagesVisible'),
    threshold: 0,
    ...AT_ONCE,
    after: `queue/${name}`,
  };
}

function ageWatch(config: StageConfig, name: string, age: number): Watch {
  return {
    description: `A message waits in queue ${name} for more than ${age} seconds.`,
    ...metric(physicalQueue(config, name), 'ApproximateAgeOfOldestMessage'),
    threshold: age,
    ...THREE_OF_FIVE,
    after: `queue/${name}`,
  };
}

const metric = (QueueName: string, name: string) =>
  one({ namespace: 'AWS/SQS', dimensions: { QueueName }, name, stat: 'Maximum' });
