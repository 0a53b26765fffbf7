/** The settings of a queue in the form of SQS's attributes. Pure. */
import type { Resolved } from '../../../engine/resource.ts';
import { type PolicyDocument, parsePolicy } from '../../iam/policy-document.ts';
import { policyUnion } from '../../iam/policy-union.ts';
import type { QueueProperties, QueueShape } from './shape.ts';

const DAY = 86_400;

/** SQS gives no number that is exact at once. */
const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
];

/** The ID of the statement that lets topics of the stage send to the queue. */
export const TOPICS_SID = 'ApikitTopics';

/** Whether apikit wrote the policy. A policy of somebody else stays until apikit needs one. */
export function isOurPolicy(policy: PolicyDocument | undefined): boolean {
  return [policy?.Statement]
    .flat()
    .some((statement) => (statement as { Sid?: string } | undefined)?.Sid === TOPICS_SID);
}

/**
 * The settings of a queue while one release takes over from another: its messages stay and are hidden for as long as
 * either release needs, go to the dead-letter queue as they did before, and come from the topics of both.
 */
export function untilTakenOver(
  wanted: Pick<QueueProperties, 'visibilityTimeout' | 'retentionDays' | 'policy'>,
  had: Pick<QueueShape['found'], 'visibilityTimeout' | 'retentionDays' | 'deadLetter' | 'policy'>,
): Pick<QueueShape['found'], 'visibilityTimeout' | 'retentionDays' | 'deadLetter' | 'policy'> {
  const policy = wanted.policy ? policyUnion(wanted.policy, had.policy) : had.policy;
  return {
    visibilityTimeout: Math.max(wanted.visibilityTimeout, had.visibilityTimeout),
    retentionDays: Math.max(wanted.retentionDays, had.retentionDays),
    ...(had.deadLetter && { deadLetter: had.deadLetter }),
    ...(policy && { policy }),
  };
}

/** An empty policy removes the dead-letter queue. */
export function attributesFor({
  visibilityTimeout,
  retentionDays,
  deadLetter,
  policy,
}: Resolved<QueueProperties>): Record<string, string> {
  return {
    VisibilityTimeout: String(visibilityTimeout),
    MessageRetentionPeriod: String(retentionDays * DAY),
    RedrivePolicy: deadLetter
      ? JSON.stringify({ deadLetterTargetArn: deadLetter.target, maxReceiveCount: deadLetter.after })
      : '',
    Policy: policy ? JSON.stringify(policy) : '',
  };
}

/** SQS rejects an empty policy in CreateQueue. */
export function creationAttributes(properties: Resolved<QueueProperties>): Record<string, string> {
  const { RedrivePolicy, Policy, ...others } = attributesFor(properties);
  return {
    ...others,
    ...(RedrivePolicy && { RedrivePolicy }),
    ...(Policy && { Policy }),
    ...(properties.fifo && { FifoQueue: 'true' }),
  };
}

export function settingsIn(
  attributes: Readonly<Record<string, string>>,
): Omit<QueueShape['found'], 'consumed' | 'tags'> {
  const redrive = attributes.RedrivePolicy
    ? (JSON.parse(attributes.RedrivePolicy) as Record<string, unknown>)
    : undefined;
  const policy = parsePolicy(attributes.Policy);
  return {
    visibilityTimeout: Number(attributes.VisibilityTimeout),
    retentionDays: Number(attributes.MessageRetentionPeriod) / DAY,
    messages: COUNTS.reduce((sum, name) => sum + Number(attributes[name] ?? 0), 0),
    ...(redrive && {
      deadLetter: { target: String(redrive.deadLetterTargetArn), after: Number(redrive.maxReceiveCount) },
    }),
    ...(policy && { policy }),
  };
}
