/**
 * Changes that are accepted and not yet true: until when, and what holds until then. Kept in the store and compared with
 * the clock, not timed, so a change under way when the cloud is killed ends when it would have ended.
 */
import type { CloudClock, Scope } from '../cloud.ts';
import type { Collection } from '../storage/store.ts';
import { type ChangeKind, STATE_DELAYS } from './state-delays.ts';

export interface Transitions {
  /**
   * Notes that the thing of this key has just changed, and what it was before (absent: it was not there). Returns how
   * many milliseconds the change takes to become true; 0, and nothing noted, when state delays are off.
   */
  begin(scope: Scope, kind: ChangeKind, key: string, before?: unknown): number;
  /** How many milliseconds a change of this kind takes now; 0 when state delays are off. */
  takes(kind: ChangeKind): number;
  /** Is such a change of this thing under way? */
  pending(scope: Scope, kind: ChangeKind, key: string): boolean;
  /** What still holds of the thing: what it was before the oldest change under way, `current` when there is none. */
  effective<T>(scope: Scope, kind: ChangeKind, key: string, current: T): T | undefined;
  /** Drops what is under way of a thing: it is gone, and another takes its name. */
  forget(scope: Scope, kind: ChangeKind, key: string): void;
  /** All changes are true from now on. */
  settle(): void;
}

/** Collection `adversity.transitions`, keyed `<kind> <key>`: the changes under way, oldest first. */
type UnderWay = readonly { readonly until: number; readonly before?: unknown }[];

interface Base {
  readonly clock: CloudClock;
  collection<T>(scope: Scope, name: string): Collection<T>;
  regions(): string[];
  readonly options: { readonly account: string };
}

/** `factor` scales every delay; 0 is off. */
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
