// Made by `npm run models` from botocore 1.44.8 (Apache-2.0, see NOTICE): do not edit.

/** The input and output of each emulated operation. */
export interface Operations {
  ChangeMessageVisibility: [ChangeMessageVisibilityRequest, void];
  ChangeMessageVisibilityBatch: [ChangeMessageVisibilityBatchRequest, ChangeMessageVisibilityBatchResult];
  CreateQueue: [CreateQueueRequest, CreateQueueResult];
  DeleteMessage: [DeleteMessageRequest, void];
  DeleteMessageBatch: [DeleteMessageBatchRequest, DeleteMessageBatchResult];
  DeleteQueue: [DeleteQueueRequest, void];
  GetQueueAttributes: [GetQueueAttributesRequest, GetQueueAttributesResult];
  GetQueueUrl: [GetQueueUrlRequest, GetQueueUrlResult];
  ListDeadLetterSourceQueues: [ListDeadLetterSourceQueuesRequest, ListDeadLetterSourceQueuesResult];
  ListQueueTags: [ListQueueTagsRequest, ListQueueTagsResult];
  ListQueues: [ListQueuesRequest, ListQueuesResult];
  PurgeQueue: [PurgeQueueRequest, void];
  ReceiveMessage: [ReceiveMessageRequest, ReceiveMessageResult];
  SendMessage: [SendMessageRequest, SendMessageResult];
  SendMessageBatch: [SendMessageBatchRequest, SendMessageBatchResult];
  SetQueueAttributes: [SetQueueAttributesRequest, void];
  TagQueue: [TagQueueRequest, void];
  UntagQueue: [UntagQueueRequest, void];
}

export interface BatchResultErrorEntry { readonly Id: string; readonly SenderFault: boolean; readonly Code: string; readonly Message?: string }
export interface ChangeMessageVisibilityBatchRequest { readonly QueueUrl?: string; readonly Entries?: readonly ChangeMessageVisibilityBatchRequestEntry[] }
export interface ChangeMessageVisibilityBatchRequestEntry { readonly Id: string; readonly ReceiptHandle: string; readonly VisibilityTimeout?: number }
export interface ChangeMessageVisibilityBatchResult { readonly Successful: readonly ChangeMessageVisibilityBatchResultEntry[]; readonly Failed: readonly BatchResultErrorEntry[] }
export interface ChangeMessageVisibilityBatchResultEntry { readonly Id: string }
export interface ChangeMessageVisibilityRequest { readonly QueueUrl?: string; readonly ReceiptHandle?: string; readonly VisibilityTimeout?: number }
export interface CreateQueueRequest { readonly QueueName?: string; readonly Attributes?: { readonly [key: string]: string }; readonly tags?: { readonly [key: string]: string } }
export interface CreateQueueResult { readonly QueueUrl?: string }
export interface DeleteMessageBatchRequest { readonly QueueUrl?: string; readonly Entries?: readonly DeleteMessageBatchRequestEntry[] }
export interface DeleteMessageBatchRequestEntry { readonly Id: string; readonly ReceiptHandle: string }
export interface DeleteMessageBatchResult { readonly Successful: readonly DeleteMessageBatchResultEntry[]; readonly Failed: readonly BatchResultErrorEntry[] }
export interface DeleteMessageBatchResultEntry { readonly Id: string }
export interface DeleteMessageRequest { readonly QueueUrl?: string; readonly ReceiptHandle?: string }
export interface DeleteQueueRequest { readonly QueueUrl?: string }
export interface GetQueueAttributesRequest { readonly QueueUrl?: string; readonly AttributeNames?: readonly string[] }
export interface GetQueueAttributesResult { readonly Attributes?: { readonly [key: string]: string } }
export interface GetQueueUrlRequest { readonly QueueName?: string; readonly QueueOwnerAWSAccountId?: string }
export interface GetQueueUrlResult { readonly QueueUrl?: string }
export interface ListDeadLetterSourceQueuesRequest { readonly QueueUrl?: string; readonly NextToken?: string; readonly MaxResults?: number }
export interface ListDeadLetterSourceQueuesResult { readonly queueUrls: readonly string[]; readonly NextToken?: string }
export interface ListQueueTagsRequest { readonly QueueUrl?: string }
export interface ListQueueTagsResult { readonly Tags?: { readonly [key: string]: string } }
export interface ListQueuesRequest { readonly QueueNamePrefix?: string; readonly NextToken?: string; readonly MaxResults?: number }
export interface ListQueuesResult { readonly QueueUrls?: readonly string[]; readonly NextToken?: string }
export interface Message { readonly MessageId?: string; readonly ReceiptHandle?: string; readonly MD5OfBody?: string; readonly Body?: string; readonly Attributes?: { readonly [key: string]: string }; readonly MD5OfMessageAttributes?: string; readonly MessageAttributes?: { readonly [key: string]: MessageAttributeValue } }
export interface MessageAttributeValue { readonly StringValue?: string; readonly BinaryValue?: string; readonly StringListValues?: readonly string[]; readonly BinaryListValues?: readonly string[]; readonly DataType: string }
export type MessageSystemAttributeName = 'All' | 'SenderId' | 'SentTimestamp' | 'ApproximateReceiveCount' | 'ApproximateFirstReceiveTimestamp' | 'SequenceNumber' | 'MessageDeduplicationId' | 'MessageGroupId' | 'AWSTraceHeader' | 'DeadLetterQueueSourceArn';
export interface MessageSystemAttributeValue { readonly StringValue?: string; readonly BinaryValue?: string; readonly StringListValues?: readonly string[]; readonly BinaryListValues?: readonly string[]; readonly DataType: string }
export interface PurgeQueueRequest { readonly QueueUrl?: string }
export interface ReceiveMessageRequest { readonly QueueUrl?: string; readonly AttributeNames?: readonly string[]; readonly MessageSystemAttributeNames?: readonly MessageSystemAttributeName[]; readonly MessageAttributeNames?: readonly string[]; readonly MaxNumberOfMessages?: number; readonly VisibilityTimeout?: number; readonly WaitTimeSeconds?: number; readonly ReceiveRequestAttemptId?: string }
export interface ReceiveMessageResult { readonly Messages?: readonly Message[] }
export interface SendMessageBatchRequest { readonly QueueUrl?: string; readonly Entries?: readonly SendMessageBatchRequestEntry[] }
export interface SendMessageBatchRequestEntry { readonly Id: string; readonly MessageBody: string; readonly DelaySeconds?: number; readonly MessageAttributes?: { readonly [key: string]: MessageAttributeValue }; readonly MessageSystemAttributes?: { readonly [key: string]: MessageSystemAttributeValue }; readonly MessageDeduplicationId?: string; readonly MessageGroupId?: string }
export interface SendMessageBatchResult { readonly Successful: readonly SendMessageBatchResultEntry[]; readonly Failed: readonly BatchResultErrorEntry[] }
export interface SendMessageBatchResultEntry { readonly Id: string; readonly MessageId: string; readonly MD5OfMessageBody: string; readonly MD5OfMessageAttributes?: string; readonly MD5OfMessageSystemAttributes?: string; readonly SequenceNumber?: string }
export interface SendMessageRequest { readonly QueueUrl?: string; readonly MessageBody?: string; readonly DelaySeconds?: number; readonly MessageAttributes?: { readonly [key: string]: MessageAttributeValue }; readonly MessageSystemAttributes?: { readonly [key: string]: MessageSystemAttributeValue }; readonly MessageDeduplicationId?: string; readonly MessageGroupId?: string }
export interface SendMessageResult { readonly MD5OfMessageBody?: string; readonly MD5OfMessageAttributes?: string; readonly MD5OfMessageSystemAttributes?: string; readonly MessageId?: string; readonly SequenceNumber?: string }
export interface SetQueueAttributesRequest { readonly QueueUrl?: string; readonly Attributes?: { readonly [key: string]: string } }
export interface TagQueueRequest { readonly QueueUrl?: string; readonly Tags?: { readonly [key: string]: string } }
export interface UntagQueueRequest { readonly QueueUrl?: string; readonly TagKeys?: readonly string[] }
