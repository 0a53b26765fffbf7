/** How a queue leaves. */
import type { QueueShape } from '../../kinds/queue/shape.ts';
import { toTagList } from '../../ownership/ownership.ts';
import { json, type Leaving } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

const DAY = 86_400;

export const queue: Leaving<QueueShape> = {
  cloudFormation({ resource: { id, name, properties }, attributes }) {
    const { fifo, visibilityTimeout, retentionDays, deadLetter, policy, tags } = properties;
    return [
      {
        logicalId: logicalId(id),
        type: 'AWS::SQS::Queue',
        properties: {
          QueueName: name,
          ...(fifo && { FifoQueue: true }),
          VisibilityTimeout: visibilityTimeout,
          MessageRetentionPeriod: retentionDays * DAY,
          ...(deadLetter && {
            RedrivePolicy: { deadLetterTargetArn: deadLetter.target, maxReceiveCount: deadLetter.after },
          }),
          Tags: toTagList(tags),
        },
        identifier: { QueueUrl: attributes.url },
        values: { Arn: attributes.arn },
      },
      ...(policy
        ? [
            {
              what: `the policy of the queue ${name}`,
              why: 'CloudFormation cannot read the policy of a queue, so it cannot import one (docs/aws/leaving.md).',
              instead: 'It stays. Add an AWS::SQS::QueuePolicy in a later update, which replaces it.',
            },
          ]
        : []),
    ];
  },

  terraform({ resource: { id, name, properties }, attributes }) {
    const { fifo, visibilityTimeout, retentionDays, deadLetter, policy, tags } = properties;
    return [
      {
        type: 'aws_sqs_queue',
        name: terraformName(id),
        body: {
          name,
          ...(fifo && { fifo_queue: true }),
          visibility_timeout_seconds: visibilityTimeout,
          message_retention_seconds: retentionDays * DAY,
          ...(deadLetter && {
            redrive_policy: json({ deadLetterTargetArn: deadLetter.target, maxReceiveCount: deadLetter.after }),
          }),
          ...(policy && { policy: json(policy) }),
          tags,
        },
        importId: attributes.url,
        // A queue that is created again has lost the messages that wait in it.
        holdsData: true,
        values: { arn: attributes.arn },
      },
    ];
  },
};
