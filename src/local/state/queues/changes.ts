/**
 * Wakes receivers that wait for messages. A receiver sleeps until its queue changes, a message becomes visible, or its
 * time is over, so an idle queue costs nothing.
 */
import type { CloudBase, Scope } from '../../cloud/cloud.ts';
import type { Store } from '../../storage/store.ts';

/** Receivers by `Store`, which all parts of one running cloud share, and by queue. */
const receivers = new WeakMap<Store, Map<string, Set<() => void>>>();

const keyOf = ({ account, region }: Scope, queue: string): string => `${account}/${region}/${queue}`;

/** Called when messages may have become visible, and when the queue is deleted. */
export function announceChange({ store }: Pick<CloudBase, 'store'>, scope: Scope, queue: string): void {
  for (const wake of [...(receivers.get(store)?.get(keyOf(scope, queue)) ?? [])]) wake();
}

/** Resolves at the next change of the queue, after `milliseconds`, or when the signal aborts. */
export function nextChange(
  { store, clock }: Pick<CloudBase, 'store' | 'clock'>,
  scope: Scope,
  queue: string,
  { milliseconds, signal }: { readonly milliseconds: number; readonly signal: AbortSignal },
): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const ofStore = receivers.get(store) ?? new Map<string, Set<() => void>>();
    receivers.set(store, ofStore);
    const key = keyOf(scope, queue);
    const waiting = ofStore.get(key) ?? new Set();
    ofStore.set(key, waiting);
    const wake = () => {
      cancel();
      waiting.delete(wake);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    waiting.add(wake);
    signal.addEventListener('abort', wake);
    const cancel = clock.after(milliseconds, wake);
  });
}
