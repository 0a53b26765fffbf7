/** SNS's state: topics, their subscriptions and published messages. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { pagesOf } from '../../cloud/page.ts';
import { type Tag, tagsCheckedAs } from '../../cloud/tag-list.ts';
import type { Collection } from '../../storage/store.ts';

/** Collection `sns.topics`, keyed by ARN. */
export interface Topic {
  readonly arn: string;
  readonly name: string;
  /** The attributes that were set: DisplayName, Policy, KmsMasterKeyId, … */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[];
}

/** Collection `sns.subscriptions`, keyed by id. */
export interface Subscription {
  readonly id: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  /** Nobody can confirm an address here, so subscriptions of e-mail stay pending. */
  readonly confirmed: boolean;
  /** Whether a queue gets messages as they were published. */
  readonly raw?: boolean;
}

/** Collection `sns.messages`, keyed by ID. The latest messages are kept for inspection. */
export interface Message {
  readonly id: string;
  readonly topicArn: string;
  readonly subject?: string;
  readonly message: string;
  /** epoch milliseconds */
  readonly publishedAt: number;
}

export const topicsOf = (context: OperationContext): Collection<Topic> => context.collection<Topic>('sns.topics');
export const subscriptionsOf = (context: OperationContext): Collection<Subscription> =>
  context.collection<Subscription>('sns.subscriptions');
export const messagesOf = (context: OperationContext): Collection<Message> =>
  context.collection<Message>('sns.messages');

/** Throws NotFound or InvalidParameter. */
export function findTopic(context: OperationContext, arn: string): Topic {
  if (!/^arn:aws:sns:[^:]+:\d{12}:[\w-]+$/.test(arn)) throw invalid('TopicArn');
  const topic = topicsOf(context).get(arn);
  if (!topic) throw new AwsError('NotFound', 'Topic does not exist');
  return topic;
}

export const subscriptionArn = ({ topicArn, id }: Pick<Subscription, 'topicArn' | 'id'>): string => `${topicArn}:${id}`;

/** Throws InvalidParameter. */
export function subscriptionId(arn: string): string {
  const id = /^arn:aws:sns:[^:]+:\d{12}:[\w-]+:([\w-]+)$/.exec(arn)?.[1];
  if (id === undefined) throw invalid('SubscriptionArn Reason: An ARN must have at least 6 elements');
  return id;
}

export const invalid = (what: string): AwsError => new AwsError('InvalidParameter', `Invalid parameter: ${what}`);

export const checkTags = tagsCheckedAs('ValidationError');

export const page = pagesOf(() => invalid('NextToken'));
export const PAGE = 100;
