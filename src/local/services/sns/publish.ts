/** Publish: records the message in `sns.messages`, and delivers it to the queues and functions that subscribed. */
import { refuseMembers } from '../../cloud/constraints.ts';
import { deliver } from './deliver.ts';
import { findTopic, invalid, messagesOf } from './model.ts';
import { operation } from './operation.ts';

const MAX_BYTES = 262_144;
/** The number of messages that are kept in a region. */
const KEPT = 1_000;

const UNSUPPORTED = [
  'PhoneNumber',
  'MessageStructure',
  'MessageAttributes',
  'MessageDeduplicationId',
  'MessageGroupId',
] as const;

export const publish = operation('Publish', (input, context) => {
  refuseMembers('SNS Publish', input, UNSUPPORTED);
  const { TopicArn, TargetArn, Message, Subject } = input;
  const target = TopicArn ?? TargetArn;
  if (target === undefined) throw invalid('TopicArn or TargetArn Reason: no value for required parameter');
  const topic = findTopic(context, target);
  if (Message === '') throw invalid('Empty message');
  if (Buffer.byteLength(Message) > MAX_BYTES) throw invalid('Message too long');
  if (Subject !== undefined && (Subject === '' || Subject.length > 100)) throw invalid('Subject');
  const messages = messagesOf(context);
  const id = context.cloud.ids.uuid();
  const message = {
    id,
    topicArn: topic.arn,
    message: Message,
    ...(Subject !== undefined && { subject: Subject }),
    publishedAt: context.cloud.clock.now(),
  };
  messages.put(id, message);
  for (const old of messages.keys().slice(0, -KEPT)) messages.delete(old);
  deliver(context, message);
  return { MessageId: id };
});
