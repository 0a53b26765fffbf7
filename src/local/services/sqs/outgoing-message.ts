/** Checks a message that is sent, in SQS's words (recorded: LocalStack, tests/aws/services/sqs). */
import { notImplemented } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { SendMessageBatchRequestEntry } from '../../models/sqs.ts';
import { identityOf } from '../../state/identity/callers.ts';
import { sessionsOf } from '../../state/identity/sessions.ts';
import { isFifo, type MessageAttribute, type Queue } from '../../state/queues/model.ts';
import type { Outgoing } from '../../state/queues/send.ts';
import { deduplicatesByContent, setting } from '../../state/queues/settings.ts';
import { invalidParameter, invalidValue, missingParameter } from './errors.ts';

export type Sent = Omit<SendMessageBatchRequestEntry, 'Id' | 'MessageBody'> & { readonly MessageBody?: string };

/** Throws MissingParameter and InvalidParameterValue. */
export function outgoingMessage(queue: Queue, sent: Sent, context: OperationContext): Outgoing {
  const { MessageBody: body, DelaySeconds: delay, MessageAttributes: attributes = {} } = sent;
  if (!body) throw missingParameter('MessageBody');
  checkBody(queue, body, attributes);
  if (delay !== undefined && isFifo(queue) && delay > 0) {
    throw invalidValue('DelaySeconds', delay, 'The request include parameter that is not valid for this queue type.');
  }
  if (delay !== undefined && (delay < 0 || delay > 900)) {
    throw invalidValue('DelaySeconds', delay, 'DelaySeconds must be >= 0 and <= 900.');
  }
  for (const [name, attribute] of Object.entries(attributes)) checkAttribute(name, attribute);
  const header = sent.MessageSystemAttributes?.AWSTraceHeader?.StringValue;
  return {
    body,
    attributes: Object.fromEntries(Object.entries(attributes).map(([name, each]) => [name, stored(each)])),
    sender: senderOf(context),
    ...groupOf(queue, sent),
    ...(header !== undefined && { traceHeader: header }),
    ...(delay !== undefined && !isFifo(queue) && { delay }),
  };
}

/** Characters that XML cannot have (API reference of SendMessage). */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

function checkBody(queue: Queue, body: string, attributes: Readonly<Record<string, MessageAttribute>>): void {
  if (FORBIDDEN.test(body)) {
    throw invalidParameter(
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
    );
  }
  const most = setting(queue, 'MaximumMessageSize');
  if (sizeOf(body, attributes) > most) {
    throw invalidParameter(`One or more parameters are invalid. Reason: Message must be shorter than ${most} bytes.`);
  }
}

/** The size in bytes of the body and of all attributes. */
export function sizeOf(body: string, attributes: Readonly<Record<string, MessageAttribute>> = {}): number {
  const ofAttributes = Object.entries(attributes).map(
    ([name, { DataType, StringValue = '', BinaryValue = '' }]) =>
      Buffer.byteLength(name + DataType + StringValue) + Buffer.byteLength(BinaryValue, 'base64'),
  );
  return ofAttributes.reduce((sum, size) => sum + size, Buffer.byteLength(body));
}

function checkAttribute(name: string, { DataType, StringValue, BinaryValue }: MessageAttribute): void {
  const [type = ''] = DataType.split('.', 1);
  if (!['String', 'Number', 'Binary'].includes(type)) {
    throw invalidParameter(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  if (!/^(?!aws\.|amazon\.|\.)(?!.*(?:\.\.|\.$))[\w.-]{1,256}$/i.test(name)) {
    throw invalidParameter(
      'Message (user) attribute name can only contain upper and lower score, hyphen, underscore, dot and digits.',
    );
  }
  if (!(type === 'Binary' ? BinaryValue : StringValue)) {
    throw invalidParameter(`Message (user) attribute '${name}' must contain a non-empty value of type '${DataType}'.`);
  }
}

function stored({ DataType, StringValue, BinaryValue }: MessageAttribute): MessageAttribute {
  return {
    DataType,
    ...(StringValue !== undefined && { StringValue }),
    ...(BinaryValue !== undefined && { BinaryValue }),
  };
}

const IDENTIFIER = /^[!-~]{1,128}$/;

function groupOf(queue: Queue, { MessageGroupId: group, MessageDeduplicationId: deduplication }: Sent) {
  checkIdentifier('MessageGroupId', group);
  checkIdentifier('MessageDeduplicationId', deduplication);
  if (!isFifo(queue)) {
    if (deduplication !== undefined) {
      throw invalidValue(
        'MessageDeduplicationId',
        deduplication,
        'The request includes a parameter that is not valid for this queue type.',
      );
    }
    // A standard queue with groups is a fair queue.
    if (group !== undefined) throw notImplemented('SQS SendMessage with MessageGroupId to a standard queue');
    return {};
  }
  if (group === undefined) throw missingParameter('MessageGroupId');
  if (deduplication === undefined && !deduplicatesByContent(queue)) {
    throw invalidParameter(
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  return { group, ...(deduplication !== undefined && { deduplication }) };
}

function checkIdentifier(name: string, value: string | undefined): void {
  if (value === undefined || IDENTIFIER.test(value)) return;
  const reason = `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`;
  throw invalidValue(name, value, reason);
}

/** The ID of the role and session, or of the account. */
function senderOf({ cloud, account, accessKeyId }: OperationContext): string {
  const role = sessionsOf(cloud).get(accessKeyId)?.role;
  return identityOf(account, role).UserId;
}
