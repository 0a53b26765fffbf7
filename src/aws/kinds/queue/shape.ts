/** The shape of an SQS queue. Types only. */
import type { Later } from '../../../engine/resource.ts';
import type { Tags } from '../../../naming/tags.ts';
import type { PolicyDocument } from '../../iam/policy-document.ts';

export type QueueProperties = {
  fifo: boolean;
  /** In seconds. */
  visibilityTimeout: number;
  retentionDays: number;
  /** Where a message goes that was received this many times. */
  deadLetter?: { target: Later<string>; after: number };
  /** Whether a function consumes the queue. */
  consumed?: boolean;
  /** Lets topics send to the queue. */
  policy?: PolicyDocument;
  tags: Tags;
};

export interface QueueShape {
  kind: 'queue';
  properties: QueueProperties;
  attributes: {
    arn: string;
    name: string;
    url: string;
    /** Whether a function consumes the queue, or did so before. */
    consumed: boolean;
  };
  found: {
    visibilityTimeout: number;
    retentionDays: number;
    deadLetter?: { target: string; after: number };
    consumed: boolean;
    policy?: PolicyDocument;
    /** About how many messages are in the queue. Not compared. */
    messages: number;
    tags: Tags;
  };
}
