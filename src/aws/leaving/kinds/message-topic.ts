/** How a topic for messages leaves, with the subscriptions of the stage's queues and functions. */
import type { MessageTopicShape } from '../../kinds/message-topic/shape.ts';
import { toTagList } from '../../ownership/ownership.ts';
import type { Leaving } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

export const messageTopic: Leaving<MessageTopicShape> = {
  cloudFormation({ resource: { id, name, properties }, attributes: { arn }, observed }) {
    return [
      {
        logicalId: logicalId(id),
        type: 'AWS::SNS::Topic',
        properties: { TopicName: name, Tags: toTagList(properties.tags) },
        identifier: { TopicArn: arn },
        values: { Ref: arn },
      },
      ...observed.properties.subscriptions.map((one) => ({
        logicalId: logicalId(id, one.endpoint.split(':').at(-1) ?? ''),
        type: 'AWS::SNS::Subscription',
        properties: {
          TopicArn: arn,
          Protocol: one.protocol,
          Endpoint: one.endpoint,
          ...(one.raw && { RawMessageDelivery: true }),
        },
        identifier: { Arn: one.arn },
      })),
    ];
  },

  terraform({ resource: { id, name, properties }, attributes: { arn }, observed }) {
    return [
      {
        type: 'aws_sns_topic',
        name: terraformName(id),
        body: { name, tags: properties.tags },
        importId: arn,
        values: { arn },
      },
      ...observed.properties.subscriptions.map((one) => ({
        type: 'aws_sns_topic_subscription',
        name: terraformName(id, one.endpoint.split(':').at(-1) ?? ''),
        body: {
          topic_arn: arn,
          protocol: one.protocol,
          endpoint: one.endpoint,
          ...(one.raw && { raw_message_delivery: true }),
        },
        importId: one.arn,
      })),
    ];
  },
};
