/** The topics of a stage to which operations publish, with the subscriptions of its own queues and functions. Pure. */
import type { InvokePermissionShape } from '../aws/kinds/invoke-permission/invoke-permission.ts';
import type { MessageTopicShape, Subscriber } from '../aws/kinds/message-topic/shape.ts';
import type { StageConfig } from '../config/config.ts';
import { queueArnOf } from '../config/physical-queue.ts';
import { topicArnOf } from '../config/physical-topic.ts';
import type { Resource } from '../engine/resource.ts';
import type { ArnScope } from '../naming/arn-scope.ts';
import { functionArn } from '../naming/arns.ts';
import { consumerName, messageTopicName, topicConsumer } from '../naming/names.ts';
import type { Tags } from '../naming/tags.ts';

export function topicResources(config: StageConfig, facts: ArnScope, tags: Tags): Resource[] {
  return Object.entries(config.topics).flatMap(([name, topic]): Resource[] => {
    if (topic.import !== undefined) return [];
    const id = topicConsumer(name);
    const subscribers: Subscriber[] = topic.subscribe.map((queue) => ({
      protocol: 'sqs',
      endpoint: queueArnOf(config, queue, facts),
    }));
    const after = topic.subscribe.map((queue) => `queue/${queue}`);
    const resource: Resource<MessageTopicShape> = {
      id: `message-topic/${name}`,
      kind: 'message-topic',
      name: messageTopicName(config, name),
      properties: { subscribers, tags },
      after,
    };
    if (!topic.consumer) return [resource];
    const called = consumerName(config, id);
    const endpoint = functionArn(facts, called);
    const permission: Resource<InvokePermissionShape> = {
      id: `invoke-permission/${id}`,
      kind: 'invoke-permission',
      name: called,
      properties: { service: 'sns.amazonaws.com', source: topicArnOf(config, name, facts) },
      after: [`consumer/${id}`],
    };
    const properties = { subscribers: [...subscribers, { protocol: 'lambda' as const, endpoint }], tags };
    return [permission, { ...resource, properties, after: [...after, permission.id] }];
  });
}

/** The ARNs of all topics that operations may publish to. */
export const topicArns = (config: StageConfig, facts: ArnScope): string[] =>
  Object.keys(config.topics).map((name) => topicArnOf(config, name, facts));
