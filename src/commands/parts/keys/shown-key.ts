/** A key for documents and tables, without its value. Pure. */
import { type KeyState, type StageKey, stateOf } from '../../../aws/keys/stage-key.ts';
import { formatAge } from '../time-ago.ts';

export interface ShownKey {
  id: string;
  name: string;
  enabled: boolean;
  /** ISO 8601. */
  createdAt: string;
  /** The plan's name in apikit.yaml; `null` if the key is in no plan of the stage, and so gives no access. */
  plan: string | null;
  state: KeyState;
  /** The end of the overlap with its new key, in ISO 8601. */
  endsAt: string | null;
  /** The time from which it may be deleted, in ISO 8601. */
  deleteAfter: string | null;
  /** The ID of the key that it replaces. */
  replaces: string | null;
}

/** `plans` maps key IDs to the names of plans. `now` is AWS's time in ms since the epoch. */
export function shownKey(key: StageKey, plans: ReadonlyMap<string, string>, now: number): ShownKey {
  const { id, name, enabled, createdAt, endsAt = null, deleteAfter = null, replaces = null } = key;
  return {
    ...{ id, name, enabled, createdAt, plan: plans.get(id) ?? null, state: stateOf(key, now) },
    ...{ endsAt, deleteAfter, replaces },
  };
}

export const ageOf = ({ createdAt }: Pick<StageKey, 'createdAt'>, now: number): string =>
  formatAge(now - Date.parse(createdAt));
