/** The attributes of queues: which can be set, their ranges, and how they are read (API reference of CreateQueue). */
import { notImplemented } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { compilePolicy } from '../../policy/compile-policy.ts';
import { PolicySyntaxError } from '../../policy/policy-syntax-error.ts';
import { isFifo, messagesOf, type Queue, queueArn, queueOfArn, queuesOf } from '../../state/queues/model.ts';
import { dropExpired } from '../../state/queues/receive.ts';
import { DEFAULTS } from '../../state/queues/settings.ts';
import { invalidAttribute, invalidAttributeName, invalidValue, noQueue } from './errors.ts';

/** The least and the largest value. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  VisibilityTimeout: [0, 43_200],
  MaximumMessageSize: [1_024, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600],
  DelaySeconds: [0, 900],
  ReceiveMessageWaitTimeSeconds: [0, 20],
};

const FLAGS = ['FifoQueue', 'ContentBasedDeduplication', 'SqsManagedSseEnabled'];
const FIFO_ONLY = ['FifoQueue', 'ContentBasedDeduplication'];
/** The messages of the embedded cloud are not encrypted, and its FIFO queues have one throughput. */
const REFUSED = ['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'DeduplicationScope', 'FifoThroughputLimit'];
const COUNTED = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

/** Throws for the first attribute that SQS rejects. `name` is the queue's. */
export function checkAttributes(
  name: string,
  attributes: Readonly<Record<string, string>>,
  context: OperationContext,
): void {
  for (const [attribute, value] of Object.entries(attributes)) {
    if (REFUSED.includes(attribute)) throw notImplemented(`SQS queues with ${attribute}`);
    const range = RANGES[attribute];
    if (range) checkNumber(attribute, value, range);
    else if (FLAGS.includes(attribute)) checkFlag(name, attribute, value);
    else if (attribute === 'RedrivePolicy') checkRedrive(name, value, context);
    else if (attribute === 'RedriveAllowPolicy') throw notImplemented('SQS queues with RedriveAllowPolicy');
    else if (attribute === 'Policy') checkPolicy(value);
    else throw invalidAttributeName(`Unknown Attribute ${attribute}.`);
  }
}

function checkNumber(attribute: string, value: string, [least, most]: readonly [number, number]): void {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < least || number > most) throw invalidAttribute(attribute);
}

function checkFlag(name: string, attribute: string, value: string): void {
  if (FIFO_ONLY.includes(attribute) && !isFifo({ name })) throw invalidAttributeName(`Unknown Attribute ${attribute}.`);
  if (value !== 'true' && value !== 'false') throw invalidAttribute(attribute);
}

function checkPolicy(value: string): void {
  if (value === '') return;
  try {
    compilePolicy(value);
  } catch (error) {
    if (error instanceof PolicySyntaxError) throw invalidAttribute('Policy');
    throw error;
  }
}

/** The dead-letter queue must exist, in the same region and account, and must be of the same type. */
function checkRedrive(name: string, value: string, context: OperationContext): void {
  if (value === '') return;
  const policy = parsed(value);
  const { deadLetterTargetArn: target, maxReceiveCount: count } = policy ?? {};
  const refuse = (reason: string) => invalidValue('RedrivePolicy', value, reason);
  if (!policy) throw refuse('Redrive policy is not a valid JSON map.');
  if (target === undefined) throw refuse('Redrive policy does not contain mandatory attribute: deadLetterTargetArn.');
  if (count === undefined) throw refuse('Redrive policy does not contain mandatory attribute: maxReceiveCount.');
  if (!/^\d+$/.test(String(count)) || Number(count) < 1 || Number(count) > 1000) {
    throw refuse('Invalid value for maxReceiveCount: must be an integer between 1 and 1000 (both inclusive).');
  }
  const other = queueOfArn(String(target), context);
  if (other === undefined || !queuesOf(context.cloud, context).has(other)) {
    throw refuse(other === undefined ? 'Invalid value for deadLetterTargetArn.' : 'Dead letter target does not exist.');
  }
  if (isFifo({ name: other }) !== isFifo({ name })) {
    throw refuse('Dead-letter queue must be same type of queue as the source.');
  }
}

function parsed(value: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const policy: unknown = JSON.parse(value);
    return typeof policy === 'object' && policy !== null && !Array.isArray(policy)
      ? (policy as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the attributes of these names, or all of them for `All`. */
export function attributesOf(
  queue: Queue,
  names: readonly string[],
  context: OperationContext,
): Record<string, string> {
  const all = allAttributes(queue, context);
  const unknown = names.find((name) => name !== 'All' && !Object.hasOwn(all, name) && !SETTABLE.includes(name));
  if (unknown !== undefined) throw invalidAttributeName(`Unknown Attribute ${unknown}.`);
  const wanted = names.includes('All') ? Object.keys(all) : names;
  return Object.fromEntries(Object.entries(all).filter(([name]) => wanted.includes(name)));
}

const SETTABLE = [...Object.keys(RANGES), ...FLAGS, ...REFUSED, 'RedrivePolicy', 'RedriveAllowPolicy', 'Policy'];

function allAttributes(queue: Queue, context: OperationContext): Record<string, string> {
  const { Policy, RedrivePolicy, ...own } = queue.attributes;
  return {
    QueueArn: queueArn(context, queue.name),
    ...counts(queue, context),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1000)),
    ...DEFAULTS,
    ...(isFifo(queue) && { ContentBasedDeduplication: 'false' }),
    ...own,
    ...(Policy && { Policy }),
    ...(RedrivePolicy && { RedrivePolicy }),
  };
}

/** A message in flight was received and is not visible yet; a delayed one was never received. */
export function counts(queue: Queue, context: OperationContext): Record<(typeof COUNTED)[number], string> {
  dropExpired(context.cloud, context, queue);
  const now = context.cloud.clock.now();
  const messages = messagesOf(context.cloud, context, queue.name).values();
  const hidden = messages.filter(({ visibleAt }) => visibleAt > now);
  const delayed = hidden.filter(({ receives, deadLetterSource }) => receives === 0 && !deadLetterSource);
  return {
    ApproximateNumberOfMessages: String(messages.length - hidden.length),
    ApproximateNumberOfMessagesNotVisible: String(hidden.length - delayed.length),
    ApproximateNumberOfMessagesDelayed: String(delayed.length),
  };
}

/** Throws QueueDoesNotExist if somebody deleted the queue meanwhile. */
export function changeQueue(context: OperationContext, name: string, change: (queue: Queue) => Partial<Queue>): void {
  const queues = queuesOf(context.cloud, context);
  const queue = queues.get(name);
  if (!queue) throw noQueue();
  queues.put(name, { ...queue, ...change(queue) });
}
