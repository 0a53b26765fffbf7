/** The price of queues that grows with time and not with messages. Pure. */
import type { OptionalPrice } from './optional-setting.ts';
import type { QueueConfig } from './queues.ts';

/**
 * Lambda reads a queue with five pollers, each of which waits 20 seconds for messages. An empty queue therefore costs
 * this many calls in a month (docs/aws/sqs.md).
 */
const POLLS = (5 * 30 * 86_400) / 20;

/** USD for a call in most regions (docs/aws/sqs.md). */
const PER_CALL = { standard: 0.4 / 1e6, fifo: 0.5 / 1e6 };

/** Returns the price of a million calls: that of FIFO queues, which is higher, if there is one. */
export const messagePrice = (queues: Readonly<Record<string, QueueConfig>>): number =>
  1e6 * (Object.values(queues).some(({ fifo }) => fifo) ? PER_CALL.fifo : PER_CALL.standard);

/** Empty if no queue has a consumer. */
export function queuePrices(queues: Readonly<Record<string, QueueConfig>>): (OptionalPrice & { setting: string })[] {
  const consumed = Object.values(queues).filter(({ consumer }) => consumer);
  if (consumed.length === 0) return [];
  const month = consumed.reduce((sum, { fifo }) => sum + POLLS * (fifo ? PER_CALL.fifo : PER_CALL.standard), 0);
  return [{ setting: 'queues', resource: 'polling of queues', usd: () => month, free: 'one million calls' }];
}
