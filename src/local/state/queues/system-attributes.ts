/** The attributes that SQS itself gives a received message. Lambda passes the same to functions. */
import type { Message } from './model.ts';

export function systemAttributes(message: Message): Record<string, string> {
  const { group, deduplication, sequence, traceHeader, deadLetterSource } = message;
  return {
    SenderId: message.sender,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receives),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
    ...(sequence !== undefined && { SequenceNumber: sequence }),
    ...(group !== undefined && { MessageGroupId: group }),
    ...(deduplication !== undefined && { MessageDeduplicationId: deduplication }),
    ...(traceHeader !== undefined && { AWSTraceHeader: traceHeader }),
    ...(deadLetterSource !== undefined && { DeadLetterQueueSourceArn: deadLetterSource }),
  };
}
