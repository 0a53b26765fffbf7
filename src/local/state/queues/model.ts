/**
 * SQS's queues and messages as they are stored. SQS's operations, Lambda's event source mappings and SNS use them.
 */
import type { CloudBase, Scope } from '../../cloud/cloud.ts';
import type { Collection } from '../../storage/store.ts';

/** Collection `sqs.queues`, keyed by name. */
export interface Queue {
  readonly name: string;
  /** The attributes that were set, as text. `queue-attributes.ts` has the defaults. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** epoch milliseconds */
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** When it was last purged. */
  readonly purgedAt?: number;
}

export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  /** base64 */
  readonly BinaryValue?: string;
}

/** Collection `sqs.messages.<queue>`, keyed by ID, oldest first. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  /** The principal that sent it. */
  readonly sender: string;
  /** epoch milliseconds */
  readonly sentAt: number;
  /** It can be received from this time on: after its delay, or after the visibility timeout of its last receive. */
  readonly visibleAt: number;
  readonly receives: number;
  readonly firstReceivedAt?: number;
  /** The last part of the latest receipt handle. */
  readonly receipt?: string;
  /** FIFO queues: its place in the queue. */
  readonly sequence?: string;
  readonly group?: string;
  readonly deduplication?: string;
  readonly traceHeader?: string;
  /** The ARN of the queue that it was moved from. */
  readonly deadLetterSource?: string;
}

/** Collection `sqs.deduplication.<queue>`, keyed by deduplication ID: the message of the last five minutes. */
export interface Deduplication {
  readonly id: string;
  readonly sequence: string;
  readonly until: number;
}

type Base = Pick<CloudBase, 'collection'>;

export const queuesOf = (cloud: Base, scope: Scope): Collection<Queue> => cloud.collection(scope, 'sqs.queues');

export const messagesOf = (cloud: Base, scope: Scope, queue: string): Collection<Message> =>
  cloud.collection(scope, `sqs.messages.${queue}`);

export const deduplicationsOf = (cloud: Base, scope: Scope, queue: string): Collection<Deduplication> =>
  cloud.collection(scope, `sqs.deduplication.${queue}`);

export const queueArn = ({ region, account }: Scope, name: string): string =>
  `arn:aws:sqs:${region}:${account}:${name}`;

export const queueUrl = (cloud: Pick<CloudBase, 'endpoint'>, { account }: Scope, name: string): string =>
  `${cloud.endpoint()}/${account}/${name}`;

/** Returns the name in an ARN of this account and region. */
export function queueOfArn(arn: string, { region, account }: Scope): string | undefined {
  const [, inRegion, ofAccount, name] = /^arn:aws[a-z-]*:sqs:([^:]+):(\d{12}):([\w.-]+)$/.exec(arn) ?? [];
  return inRegion === region && ofAccount === account ? name : undefined;
}

export const isFifo = ({ name }: Pick<Queue, 'name'>): boolean => name.endsWith('.fifo');

/** Drops a queue with everything that it holds. */
export function dropQueue(cloud: Base, scope: Scope, name: string): void {
  queuesOf(cloud, scope).delete(name);
  dropMessages(cloud, scope, name);
}

export function dropMessages(cloud: Base, scope: Scope, name: string): void {
  for (const each of [messagesOf(cloud, scope, name), deduplicationsOf(cloud, scope, name)]) {
    for (const key of each.keys()) each.delete(key);
  }
}
