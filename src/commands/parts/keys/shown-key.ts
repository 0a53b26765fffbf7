/** A key as documents have it, and tables. Never its value. Pure. */
import { type KeyState, type StageKey, stateOf } from '../../../aws/keys/stage-key.ts';
import { formatAge } from '../time-ago.ts';

export interface ShownKey {
  id: string;
  name: string;
  enabled: boolean;
  /** ISO 8601 */
  createdAt: string;
  /** As apikit.yaml calls it; `null`: it is in no plan of the stage, and opens nothing there. */
  plan: string | null;
  state: KeyState;
  /** Until when it works beside the one that takes its place, ISO 8601. */
  endsAt: string | null;
  /** From when on it may be deleted, ISO 8601. */
  deleteAfter: string | null;
  /** The id of the key whose place it takes. */
  replaces: string | null;
}

/** `plans`: key's id → name of its plan. `now`: ms since the epoch, on AWS. */
export function shownKey(key: StageKey, plans: ReadonlyMap<string, string>, now: number): ShownKey {
  const { id, name, enabled, createdAt, endsAt = null, deleteAfter = null, replaces = null } = key;
  return {
    ...{ id, name, enabled, createdAt, plan: plans.get(id) ?? null, state: stateOf(key, now) },
    ...{ endsAt, deleteAfter, replaces },
  };
}

export const ageOf = ({ createdAt }: Pick<StageKey, 'createdAt'>, now: number): string =>
  formatAge(now - Date.parse(createdAt));
