/** ReceiveMessage, DeleteMessage and ChangeMessageVisibility, with their batches. */
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { BatchResultErrorEntry, Message as WireMessage } from '../../models/sqs.ts';
import { announceChange } from '../../state/queues/changes.ts';
import { attributesDigest, md5 } from '../../state/queues/message-digest.ts';
import { isFifo, messagesOf, type Queue } from '../../state/queues/model.ts';
import { deleteMessage as deleteByHandle, type Received, readHandle, receive } from '../../state/queues/receive.ts';
import { setting } from '../../state/queues/settings.ts';
import { systemAttributes } from '../../state/queues/system-attributes.ts';
import { checkEntries } from './batches.ts';
import { invalidHandle, invalidValue, missingParameter, notInFlight } from './errors.ts';
import { findQueue } from './find-queue.ts';
import { operation } from './operation.ts';
import { receivingSignal } from './receiving.ts';
import { failedEntry } from './send-messages.ts';

const LONGEST_VISIBILITY = 43_200;

/** Waits for messages on the cloud's clock if the request or the queue asks for it. */
export const receiveMessage = operation('ReceiveMessage', async (input, context) => {
  const queue = findQueue(input.QueueUrl, context);
  refuseMembers('SQS ReceiveMessage', input, ['ReceiveRequestAttemptId']);
  const {
    MaxNumberOfMessages: most = 1,
    WaitTimeSeconds: wait = setting(queue, 'ReceiveMessageWaitTimeSeconds'),
    VisibilityTimeout: visibilityTimeout,
    MessageAttributeNames: names = [],
  } = input;
  checkRange('MaxNumberOfMessages', most, [1, 10], 'Must be between 1 and 10, if provided.');
  checkRange('WaitTimeSeconds', wait, [0, 20], 'Must be >= 0 and <= 20, if provided.');
  if (visibilityTimeout !== undefined) checkVisibility(visibilityTimeout);
  const { cloud } = context;
  const signal = receivingSignal(cloud.store);
  const found = await receive(cloud, context, queue.name, { most, wait, visibilityTimeout, signal });
  const systemNames = [...(input.MessageSystemAttributeNames ?? []), ...(input.AttributeNames ?? [])];
  return { Messages: found.length > 0 ? found.map((message) => onWire(message, systemNames, names)) : undefined };
});

function onWire(message: Received, systemNames: readonly string[], names: readonly string[]): WireMessage {
  const system = Object.entries(systemAttributes(message)).filter(
    ([name]) => systemNames.includes('All') || systemNames.includes(name),
  );
  const attributes = Object.fromEntries(
    Object.entries(message.attributes).filter(([name]) => names.some((wanted) => matches(name, wanted))),
  );
  const isEmpty = Object.keys(attributes).length === 0;
  return {
    MessageId: message.id,
    ReceiptHandle: message.handle,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
    ...(!isEmpty && { MessageAttributes: attributes, MD5OfMessageAttributes: attributesDigest(attributes) }),
  };
}

/** `All`, `.*`, a prefix with `.*`, or a name. */
function matches(name: string, wanted: string): boolean {
  if (wanted === 'All' || wanted === '.*') return true;
  return wanted.endsWith('.*') ? name.startsWith(wanted.slice(0, -2)) : name === wanted;
}

export const deleteMessage = operation('DeleteMessage', ({ QueueUrl, ReceiptHandle }, context) => {
  remove(findQueue(QueueUrl, context), ReceiptHandle, context);
});

export const deleteMessageBatch = operation('DeleteMessageBatch', ({ QueueUrl, Entries }, context) => {
  const queue = findQueue(QueueUrl, context);
  return each(checkEntries(Entries, 'DeleteMessageBatchRequestEntry'), ({ ReceiptHandle }) =>
    remove(queue, ReceiptHandle, context),
  );
});

function remove(queue: Queue, handle: string | undefined, context: OperationContext): void {
  const found = handleOf(queue, handle);
  if (deleteByHandle(context.cloud, context, queue, found) === 'done') return;
  throw invalidValue('ReceiptHandle', handle!, 'The receipt handle has expired.');
}

export const changeMessageVisibility = operation(
  'ChangeMessageVisibility',
  ({ QueueUrl, ReceiptHandle, VisibilityTimeout }, context) => {
    change(findQueue(QueueUrl, context), ReceiptHandle, VisibilityTimeout, context);
  },
);

export const changeMessageVisibilityBatch = operation(
  'ChangeMessageVisibilityBatch',
  ({ QueueUrl, Entries }, context) => {
    const queue = findQueue(QueueUrl, context);
    return each(
      checkEntries(Entries, 'ChangeMessageVisibilityBatchRequestEntry'),
      ({ ReceiptHandle, VisibilityTimeout }) => change(queue, ReceiptHandle, VisibilityTimeout, context),
    );
  },
);

function change(
  queue: Queue,
  handle: string | undefined,
  timeout: number | undefined,
  context: OperationContext,
): void {
  const { id, receipt } = handleOf(queue, handle);
  if (timeout === undefined) throw missingParameter('VisibilityTimeout');
  checkVisibility(timeout);
  const messages = messagesOf(context.cloud, context, queue.name);
  const message = messages.get(id);
  const now = context.cloud.clock.now();
  if (!message || message.receipt !== receipt || message.visibleAt <= now) {
    if (message && isFifo(queue)) throw invalidValue('ReceiptHandle', handle!, 'The receipt handle has expired.');
    throw notInFlight();
  }
  messages.put(id, { ...message, visibleAt: now + timeout * 1000 });
  announceChange(context.cloud, context, queue.name);
}

function handleOf(queue: Queue, handle: string | undefined) {
  if (!handle) throw missingParameter('ReceiptHandle');
  const found = readHandle(queue, handle);
  if (!found) throw invalidHandle(handle);
  return found;
}

/** Each entry succeeds or fails on its own. */
function each<Entry extends { readonly Id: string }>(entries: readonly Entry[], run: (entry: Entry) => void) {
  const Successful: { Id: string }[] = [];
  const Failed: BatchResultErrorEntry[] = [];
  for (const entry of entries) {
    try {
      run(entry);
      Successful.push({ Id: entry.Id });
    } catch (error) {
      Failed.push(failedEntry(entry.Id, error));
    }
  }
  return { Successful, Failed };
}

function checkVisibility(timeout: number): void {
  checkRange(
    'VisibilityTimeout',
    timeout,
    [0, LONGEST_VISIBILITY],
    'VisibilityTimeout must be an integer between 0 and 43200.',
  );
}

function checkRange(name: string, value: number, [least, most]: readonly [number, number], reason: string): void {
  if (value < least || value > most) throw invalidValue(name, value, reason);
}
