/** Event invocations: accepted at once, run later, tried twice more as AWS does (after one minute, then two). */
import type { Cloud, InvokeRequest } from '../../cloud.ts';
import type { Store } from '../../storage/store.ts';

const RETRY_AFTER_MS = [60_000, 120_000];

/** The events of one cloud until it begins anew. */
interface Queue {
  /** Each takes one event back that waits for another try. */
  readonly waiting: Set<() => void>;
  forgotten: boolean;
}

const queues = new WeakMap<Store, Queue>();

/** Never throws: the caller has its answer already. What went wrong is in the function's log and metrics. */
export function invokeAsynchronously(cloud: Cloud, request: InvokeRequest, attempt = 0): void {
  const retry = retries(cloud, request, attempt);
  cloud.functions.invoke(request).then((result) => {
    if (result.functionError !== undefined) retry();
  }, retry);
}

/** For a call that begins now: what has the function called again when this try, the first as a rule, has failed. */
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

/** For a cloud that begins anew: a function of the same name must not get the events of the one before. */
export function forgetEvents(store: Store): void {
  const queue = queues.get(store);
  if (!queue) return;
  queues.delete(store);
  queue.forgotten = true;
  for (const cancel of queue.waiting) cancel();
}
