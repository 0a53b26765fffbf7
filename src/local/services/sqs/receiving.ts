/** Ends the receives that wait for messages when the cloud stops or is reset. */
import type { Store } from '../../storage/store.ts';

/** By `Store`, which all parts of one running cloud share. */
const controllers = new WeakMap<Store, AbortController>();

export function receivingSignal(store: Store): AbortSignal {
  const controller = controllers.get(store) ?? new AbortController();
  controllers.set(store, controller);
  return controller.signal;
}

export function endReceiving(store: Store): void {
  controllers.get(store)?.abort();
  controllers.delete(store);
}
