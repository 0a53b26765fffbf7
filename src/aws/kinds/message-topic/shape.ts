/** The shape of an SNS topic to which operations publish. Types only. */
import type { Tags } from '../../../naming/tags.ts';

/** A queue or a function of the stage that gets the messages of a topic. */
export type Subscriber = {
  protocol: 'sqs' | 'lambda';
  /** The ARN. */
  endpoint: string;
};

export interface MessageTopicShape {
  kind: 'message-topic';
  properties: { subscribers: Subscriber[]; tags: Tags };
  attributes: { arn: string; name: string };
  found: {
    /** The subscriptions of queues and functions with names of the stage. Others belong to somebody else. */
    subscriptions: (Subscriber & { arn: string; raw: boolean })[];
    tags: Tags;
  };
}
