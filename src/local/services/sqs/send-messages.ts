/** SendMessage and SendMessageBatch. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { BatchResultErrorEntry, SendMessageBatchResultEntry } from '../../models/sqs.ts';
import { attributesDigest, md5 } from '../../state/queues/message-digest.ts';
import type { Queue } from '../../state/queues/model.ts';
import { type Outgoing, send } from '../../state/queues/send.ts';
import { checkEntries } from './batches.ts';
import { badBatch } from './errors.ts';
import { findQueue } from './find-queue.ts';
import { operation } from './operation.ts';
import { outgoingMessage, sizeOf } from './outgoing-message.ts';

export const sendMessage = operation('SendMessage', (input, context) => {
  const queue = findQueue(input.QueueUrl, context);
  return sent(queue, outgoingMessage(queue, input, context), context);
});

const MOST_BYTES = 1_048_576;

/** Each entry succeeds or fails on its own. */
export const sendMessageBatch = operation('SendMessageBatch', ({ QueueUrl, Entries }, context) => {
  const queue = findQueue(QueueUrl, context);
  const entries = checkEntries(Entries, 'SendMessageBatchRequestEntry');
  const bytes = entries.reduce((sum, each) => sum + sizeOf(each.MessageBody ?? '', each.MessageAttributes), 0);
  if (bytes > MOST_BYTES) {
    throw badBatch(
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${MOST_BYTES} bytes. You have sent ${bytes} bytes.`,
    );
  }
  const Successful: SendMessageBatchResultEntry[] = [];
  const Failed: BatchResultErrorEntry[] = [];
  for (const entry of entries) {
    const { Id } = entry;
    try {
      Successful.push({ Id, ...sent(queue, outgoingMessage(queue, entry, context), context) });
    } catch (error) {
      Failed.push(failedEntry(Id, error));
    }
  }
  return { Successful, Failed };
});

/** Returns the entry of a batch that SQS rejects. Throws what is not an error of SQS. */
export function failedEntry(Id: string, error: unknown): BatchResultErrorEntry {
  if (!(error instanceof AwsError)) throw error;
  const code = error.headers['x-amzn-query-error']?.split(';')[0] ?? error.code;
  return { Id, SenderFault: true, Code: code, Message: error.message };
}

function sent(queue: Queue, message: Outgoing, context: OperationContext) {
  const { id, sequence } = send(context.cloud, context, queue, message);
  return {
    MessageId: id,
    MD5OfMessageBody: md5(message.body),
    MD5OfMessageAttributes: attributesDigest(message.attributes),
    SequenceNumber: sequence,
  };
}
