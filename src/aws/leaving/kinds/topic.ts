/** How the topic of the alarms leaves. Its e-mail subscriptions stay. */
import type { TopicShape } from '../../kinds/topic/shape.ts';
import { toTagList } from '../../ownership/ownership.ts';
import { json, type Leaving, type LeftBehind, type Live } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

export const topic: Leaving<TopicShape> = {
  cloudFormation(live) {
    const { id, name, properties } = live.resource;
    const { arn } = live.attributes;
    return [
      {
        logicalId: logicalId(id),
        type: 'AWS::SNS::Topic',
        properties: { TopicName: name, Tags: toTagList(properties.tags) },
        identifier: { TopicArn: arn },
        values: { Ref: arn },
      },
      {
        what: `the policy of the topic ${name}`,
        why: 'CloudFormation cannot read a topic policy, so it cannot import one (docs/aws/leaving.md).',
        instead: 'It stays. Add an AWS::SNS::TopicPolicy in a later update, which replaces it.',
      },
      ...subscriptionsOf(live),
    ];
  },

  terraform(live) {
    const { id, name, properties } = live.resource;
    const { arn } = live.attributes;
    const policy = live.observed.properties.policy;
    return [
      {
        type: 'aws_sns_topic',
        name: terraformName(id),
        body: { name, tags: properties.tags },
        importId: arn,
        values: { arn },
      },
      ...(policy === undefined
        ? []
        : [
            {
              type: 'aws_sns_topic_policy',
              name: terraformName(id),
              body: { arn, policy: json(policy) },
              importId: arn,
            },
          ]),
      ...subscriptionsOf(live),
    ];
  },
};

function subscriptionsOf({ resource: { name, properties } }: Live<TopicShape>): LeftBehind[] {
  if (properties.emails.length === 0) return [];
  return [
    {
      what: `the e-mail subscriptions of the topic ${name}`,
      why: 'A subscription has an ARN only once its owner has confirmed it.',
      instead:
        'They stay, and go on to receive the alarms. A subscription that is created again must be confirmed again.',
    },
  ];
}
