/**
 * Delivers the messages of a queue. Several batches can be in the function at the same time. Messages that the function
 * has handled are deleted; the others become visible again when their visibility timeout ends, and the queue's redrive
 * policy counts these tries (Lambda Developer Guide, "Using Lambda with Amazon SQS").
 */
import type { Cloud, Scope } from '../../../cloud/cloud.ts';
import { attributesDigest, md5 } from '../../../state/queues/message-digest.ts';
import { type MessageAttribute, queueOfArn, queuesOf } from '../../../state/queues/model.ts';
import { deleteMessage, type Received, readHandle, receive } from '../../../state/queues/receive.ts';
import { systemAttributes } from '../../../state/queues/system-attributes.ts';
import { reportedFailures } from './batch.ts';
import type { EventSource } from './model.ts';
import { queueRefusal } from './queue-rules.ts';

export interface QueueDelivery {
  stopped: boolean;
  /** Aborts the wait for messages. */
  waiting: AbortController;
  readonly batches: Set<Promise<void>>;
}

/** Lambda begins with five batches at a time. */
const BATCHES = 5;
/** The longest that SQS waits for messages, in seconds. */
const WAIT = 20;
const OBSTACLE_MS = 1_000;
const THROTTLED_MS = 1_000;
/** A batch of a throttled function is left to its visibility timeout after this many tries. */
const THROTTLED_TRIES = 5;

/** Starts one batch, if there are messages; resolves to the milliseconds until the next look. */
export async function deliverMessages(
  cloud: Cloud,
  scope: Scope,
  source: EventSource,
  delivery: QueueDelivery,
): Promise<number> {
  const name = queueOfArn(source.sourceArn, scope);
  if (name === undefined || !canRead(cloud, scope, source)) return OBSTACLE_MS;
  const { batches } = delivery;
  if (batches.size >= (source.concurrency ?? BATCHES)) {
    await Promise.race(batches);
    return 0;
  }
  const { signal } = delivery.waiting;
  const messages = await receive(cloud, scope, name, { most: source.batchSize, wait: WAIT, signal });
  if (messages.length === 0) return 0;
  const batch = handle(cloud, scope, source, messages, delivery).finally(() => batches.delete(batch));
  batches.add(batch);
  return 0;
}

/** Without a function or a queue there is nothing to deliver, and nobody to tell. */
function canRead(cloud: Cloud, scope: Scope, source: EventSource): boolean {
  try {
    return queueRefusal(cloud, scope, source) === undefined;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ResourceNotFoundException') return false;
    throw error;
  }
}

async function handle(
  cloud: Cloud,
  scope: Scope,
  source: EventSource,
  messages: readonly Received[],
  delivery: QueueDelivery,
): Promise<void> {
  const failed = await call(cloud, scope, source, messages, delivery);
  const queue = queuesOf(cloud, scope).get(queueOfArn(source.sourceArn, scope)!);
  if (delivery.stopped || !queue) return;
  for (const { id, handle } of messages) {
    if (!failed.has(id)) deleteMessage(cloud, scope, queue, readHandle(queue, handle)!);
  }
}

/** Returns the IDs of the messages that the function has not handled. */
async function call(
  cloud: Cloud,
  scope: Scope,
  source: EventSource,
  messages: readonly Received[],
  delivery: QueueDelivery,
): Promise<ReadonlySet<string>> {
  const all = new Set(messages.map(({ id }) => id));
  const payload = Buffer.from(JSON.stringify({ Records: messages.map((message) => record(message, source, scope)) }));
  const { functionName, qualifier } = source;
  for (let tries = 1; ; tries += 1) {
    try {
      const result = await cloud.functions.invoke({ scope, functionName, qualifier, payload, isJson: true });
      if (result.functionError !== undefined) return all;
      return source.reportsFailures ? failuresIn(all, result.payload.toString('utf8')) : new Set();
    } catch (error) {
      const { code } = error as { code?: unknown };
      const isBusy = code === 'TooManyRequestsException' || code === 'ResourceConflictException';
      if (!isBusy || tries >= THROTTLED_TRIES || delivery.stopped) return all;
      await new Promise<void>((resolve) => void cloud.clock.after(THROTTLED_MS, resolve));
    }
  }
}

/** A response of another form, or with an ID that is not in the batch, fails the whole batch, as on AWS. */
function failuresIn(all: ReadonlySet<string>, answer: string): ReadonlySet<string> {
  const failures = reportedFailures(answer);
  return failures?.every((id) => all.has(id)) ? new Set(failures) : all;
}

/** The form is recorded (LocalStack, test_lambda_integration_sqs.py). */
function record(message: Received, { sourceArn }: EventSource, { region }: Scope): object {
  return {
    messageId: message.id,
    receiptHandle: message.handle,
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes).map(([name, attribute]) => [name, attributeInEvent(attribute)]),
    ),
    md5OfMessageAttributes: attributesDigest(message.attributes),
    md5OfBody: md5(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: sourceArn,
    awsRegion: region,
  };
}

const attributeInEvent = ({ DataType, StringValue, BinaryValue }: MessageAttribute): object => ({
  stringValue: StringValue,
  binaryValue: BinaryValue,
  stringListValues: [],
  binaryListValues: [],
  dataType: DataType,
});
