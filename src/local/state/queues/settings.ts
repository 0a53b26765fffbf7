/** The settings of a queue as numbers, with AWS's defaults (API reference of CreateQueue). */
import { isFifo, type Queue } from './model.ts';

export const DEFAULTS = {
  VisibilityTimeout: '30',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  DelaySeconds: '0',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
} as const satisfies Record<string, string>;

type Setting = Exclude<keyof typeof DEFAULTS, 'SqsManagedSseEnabled'>;

export const setting = ({ attributes }: Pick<Queue, 'attributes'>, name: Setting): number =>
  Number(attributes[name] ?? DEFAULTS[name]);

export interface Redrive {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** Returns `undefined` if messages stay in the queue however often they are received. */
export function redriveOf({ attributes }: Pick<Queue, 'attributes'>): Redrive | undefined {
  if (!attributes.RedrivePolicy) return undefined;
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(attributes.RedrivePolicy) as Record<string, unknown>;
  return { deadLetterTargetArn: String(deadLetterTargetArn), maxReceiveCount: Number(maxReceiveCount) };
}

export const deduplicatesByContent = (queue: Queue): boolean =>
  isFifo(queue) && queue.attributes.ContentBasedDeduplication === 'true';
