/** The settings of a queue in the form of SQS's attributes. Pure. */
import type { Resolved } from '../../../engine/resource.ts';
import type { QueueProperties, QueueShape } from './shape.ts';

const DAY = 86_400;

/** SQS gives no number that is exact at once. */
const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
];

/** An empty policy removes the dead-letter queue. */
export function attributesFor({
  visibilityTimeout,
  retentionDays,
  deadLetter,
}: Resolved<QueueProperties>): Record<string, string> {
  return {
    VisibilityTimeout: String(visibilityTimeout),
    MessageRetentionPeriod: String(retentionDays * DAY),
    RedrivePolicy: deadLetter
      ? JSON.stringify({ deadLetterTargetArn: deadLetter.target, maxReceiveCount: deadLetter.after })
      : '',
  };
}

/** SQS rejects an empty policy in CreateQueue. */
export function creationAttributes(properties: Resolved<QueueProperties>): Record<string, string> {
  const { RedrivePolicy, ...others } = attributesFor(properties);
  return { ...others, ...(RedrivePolicy && { RedrivePolicy }), ...(properties.fifo && { FifoQueue: 'true' }) };
}

export function settingsIn(
  attributes: Readonly<Record<string, string>>,
): Omit<QueueShape['found'], 'consumed' | 'tags'> {
  const policy = attributes.RedrivePolicy
    ? (JSON.parse(attributes.RedrivePolicy) as Record<string, unknown>)
    : undefined;
  return {
    visibilityTimeout: Number(attributes.VisibilityTimeout),
    retentionDays: Number(attributes.MessageRetentionPeriod) / DAY,
    messages: COUNTS.reduce((sum, name) => sum + Number(attributes[name] ?? 0), 0),
    ...(policy && {
      deadLetter: { target: String(policy.deadLetterTargetArn), after: Number(policy.maxReceiveCount) },
    }),
  };
}
