/**
 * Changes that are accepted but not visible yet: when they become visible, and the state until then. They are stored
 * and compared with the clock. No timer runs, so a change that is in progress when the cloud is killed ends at the same
 * time as without the kill.
 */
import type { Collection } from '../storage/store.ts';
import type { CloudClock, Scope, Transitions } from './cloud.ts';
import { type ChangeKind, STATE_DELAYS } from './state-delays.ts';

/** Collection `adversity.transitions`, keyed `<kind> <key>`: the changes in progress, oldest first. */
type UnderWay = readonly { readonly until: number; readonly before?: unknown }[];

interface Base {
  readonly clock: CloudClock;
  collection<T>(scope: Scope, name: string): Collection<T>;
  regions(): string[];
  readonly options: { readonly account: string };
}

/** `factor` scales every delay; 0 turns delays off. */
export function createTransitions(base: Base, factor: () => number): Transitions {
  const all = (scope: Scope) => base.collection<UnderWay>(scope, 'adversity.transitions');
  const underWay = (scope: Scope, kind: ChangeKind, key: string): UnderWay => {
    const transitions = all(scope);
    if (transitions.size === 0) return [];
    const now = base.clock.now();
    return transitions.get(`${kind} ${key}`)?.filter(({ until }) => until > now) ?? [];
  };
  const takes = (kind: ChangeKind) => STATE_DELAYS[kind].value * 1000 * factor();
  return {
    takes,
    begin(scope, kind, key, before) {
      const delay = takes(kind);
      const earlier = underWay(scope, kind, key);
      if (delay <= 0 && earlier.length === 0) return 0;
      dropEnded(all(scope), base.clock.now());
      const change = { until: base.clock.now() + delay, ...(before !== undefined && { before }) };
      all(scope).put(`${kind} ${key}`, [...earlier, change]);
      return delay;
    },
    pending: (scope, kind, key) => underWay(scope, kind, key).length > 0,
    effective<T>(scope: Scope, kind: ChangeKind, key: string, current: T) {
      const [oldest] = underWay(scope, kind, key);
      return oldest ? (oldest.before as T | undefined) : current;
    },
    forget: (scope, kind, key) => void all(scope).delete(`${kind} ${key}`),
    settle() {
      for (const region of base.regions()) {
        const transitions = all({ account: base.options.account, region });
        for (const key of transitions.keys()) transitions.delete(key);
      }
    },
  };
}

function dropEnded(transitions: Collection<UnderWay>, now: number): void {
  for (const key of transitions.keys()) {
    if (transitions.get(key)!.every(({ until }) => until <= now)) transitions.delete(key);
  }
}
