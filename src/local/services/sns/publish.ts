/** Publish: records the message in `sns.messages`, but does not deliver it. */
import { refuseMembers } from '../../cloud/constraints.ts';
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
  messages.put(id, {
    id,
    topicArn: topic.arn,
    message: Message,
    subject: Subject,
    publishedAt: context.cloud.clock.now(),
  });
  for (const old of messages.keys().slice(0, -KEPT)) messages.delete(old);
  return { MessageId: id };
});
