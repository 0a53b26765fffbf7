/**
 * The metrics of queues, once a minute as SQS sends them (SQS Developer Guide, "Available CloudWatch metrics for Amazon
 * SQS"). A queue without a message sends zeros.
 */
import type { Cloud, Scope } from '../../cloud/cloud.ts';
import { messagesOf, type Queue, queuesOf } from '../../state/queues/model.ts';
import { dropExpired } from '../../state/queues/receive.ts';
import type { Store } from '../../storage/store.ts';

const MINUTE = 60_000;

const timers = new WeakMap<Store, () => void>();

export function measureQueues(cloud: Cloud): void {
  const next = () => timers.set(cloud.store, cloud.clock.after(MINUTE, measure));
  const measure = () => {
    for (const region of cloud.regions()) {
      const scope = { account: cloud.options.account, region };
      for (const queue of queuesOf(cloud, scope).values()) record(cloud, scope, queue);
    }
    next();
  };
  next();
}

export function stopMeasuring(store: Store): void {
  timers.get(store)?.();
  timers.delete(store);
}

function record(cloud: Cloud, scope: Scope, queue: Queue): void {
  dropExpired(cloud, scope, queue);
  const now = cloud.clock.now();
  const messages = messagesOf(cloud, scope, queue.name).values();
  const visible = messages.filter(({ visibleAt }) => visibleAt <= now).length;
  const oldest = messages[0]?.sentAt ?? now;
  const dimensions = { QueueName: queue.name };
  const put = (name: string, value: number) =>
    cloud.metrics.meter(scope, { namespace: 'AWS/SQS', name, dimensions, unit: 'Count' })(value);
  put('ApproximateNumberOfMessagesVisible', visible);
  put('ApproximateNumberOfMessagesNotVisible', messages.length - visible);
  put('ApproximateAgeOfOldestMessage', Math.round((now - oldest) / 1000));
}
