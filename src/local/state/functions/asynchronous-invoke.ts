/** Event invocations: accepted at once, run later, and retried twice as on AWS (after one minute, then two). */
import type { Cloud, InvokeRequest } from '../../cloud/cloud.ts';
import type { Store } from '../../storage/store.ts';

const RETRY_AFTER_MS = [60_000, 120_000];

/** The events of one cloud until it starts anew. */
interface Queue {
  /** Each function cancels an event that waits for a retry. */
  readonly waiting: Set<() => void>;
  forgotten: boolean;
}

const queues = new WeakMap<Store, Queue>();

/** Never throws, because the caller already has its response. Errors are in the function's log and metrics. */
export function invokeAsynchronously(cloud: Cloud, request: InvokeRequest, attempt = 0): void {
  const retry = retries(cloud, request, attempt);
  cloud.functions.invoke(request).then((result) => {
    if (result.functionError !== undefined) retry();
  }, retry);
}

/** Called when a try begins, normally the first. The returned function schedules a retry of this try. */
export function retries(cloud: Cloud, request: InvokeRequest, attempt = 0): () => void {
  const queue = queues.get(cloud.store) ?? { waiting: new Set(), forgotten: false };
  queues.set(cloud.store, queue);
  return () => {
    const delay = RETRY_AFTER_MS[attempt];
    if (delay === undefined || queue.forgotten) return;
    const cancel = cloud.clock.after(delay, () => {
      queue.waiting.delete(cancel);
      invokeAsynchronously(cloud, request, attempt + 1);
    });
    queue.waiting.add(cancel);
  };
}

/**
 * Drops the events of a cloud that starts anew: a function of the same name must not get the events of the previous
 * one.
 */
export function forgetEvents(store: Store): void {
  const queue = queues.get(store);
  if (!queue) return;
  queues.delete(store);
  queue.forgotten = true;
  for (const cancel of queue.waiting) cancel();
}
