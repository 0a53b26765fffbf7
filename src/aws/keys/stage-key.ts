/** An API key of a stage with the facts in its tags (ADR 20), and the state that follows from them. Pure. */
import type { ApiKey } from '@aws-sdk/client-api-gateway';
import type { Tags } from '../../naming/tags.ts';
import { DELETE_AFTER_TAG, ENDS_TAG, PLAN_TAG, REPLACES_TAG, UNSEEN_TAG } from '../../naming/tags.ts';

/** A key without its value. */
export interface StageKey {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  /** When it was created (ISO 8601). */
  readonly createdAt: string;
  /** Until when it works beside the key that replaces it (ISO 8601). */
  readonly endsAt?: string;
  /** From when on it may be deleted (ISO 8601). */
  readonly deleteAfter?: string;
  /** The ID of the key that it replaces. */
  readonly replaces?: string;
  /** Whether nobody has got its value yet. */
  readonly unseen: boolean;
  /** The plan that apikit added it to, by its name in apikit.yaml. */
  readonly plan?: string;
  readonly description?: string;
  readonly customerId?: string;
  readonly tags: Tags;
}

export function stageKey({ id, name, enabled, createdDate, description, customerId, tags = {} }: ApiKey): StageKey {
  if (!id) throw new Error('API Gateway returned a key without an id');
  const endsAt = timeIn(tags, ENDS_TAG);
  const deleteAfter = timeIn(tags, DELETE_AFTER_TAG);
  const replaces = tags[REPLACES_TAG];
  const plan = tags[PLAN_TAG];
  return {
    id,
    name: name ?? '',
    enabled: enabled ?? false,
    createdAt: (createdDate ?? new Date(0)).toISOString(),
    ...(endsAt !== undefined && { endsAt }),
    ...(deleteAfter !== undefined && { deleteAfter }),
    ...(replaces !== undefined && { replaces }),
    unseen: tags[UNSEEN_TAG] !== undefined,
    ...(plan !== undefined && { plan }),
    ...(description !== undefined && { description }),
    ...(customerId !== undefined && { customerId }),
    tags,
  };
}

function timeIn(tags: Tags, tag: string): string | undefined {
  const text = tags[tag];
  return text === undefined || Number.isNaN(Date.parse(text)) ? undefined : text;
}

/** A time as it is written in tags, in whole seconds. */
export const tagTime = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

/** Whether another key replaces it, or will do so. */
export const isFormer = (key: StageKey, all: readonly StageKey[]): boolean =>
  key.endsAt !== undefined || all.some(({ replaces }) => replaces === key.id);

/** The keys that it has replaced, one after the other, as far as they exist. */
export function formerOf(key: StageKey, all: readonly StageKey[]): StageKey[] {
  const former: StageKey[] = [];
  for (let next = key.replaces; next !== undefined; ) {
    const found = all.find(({ id }) => id === next);
    if (!found || former.includes(found)) break;
    former.push(found);
    next = found.replaces;
  }
  return former;
}

/** The key that replaces it. */
export const successorOf = (key: StageKey, all: readonly StageKey[]): StageKey | undefined =>
  all.find(({ replaces }) => replaces === key.id);

/** Whether nobody has got the value of the new key yet. Without the old one, its client would be locked out. */
export const isNeeded = (key: StageKey, all: readonly StageKey[]): boolean =>
  all.some(({ replaces, unseen }) => unseen && replaces === key.id);

/**
 * `ending`: it works beside its successor until a date. `over`: that date has passed, and it still works. `replaced`:
 * it was disabled because of its successor. `revoked`: it is disabled and will be deleted. `unseen`: it works, and
 * nobody has got its value.
 */
export type KeyState = 'enabled' | 'disabled' | 'unseen' | 'ending' | 'over' | 'replaced' | 'revoked';

export function stateOf(key: StageKey, now: number): KeyState {
  // Somebody may have enabled it again since. It is then in use.
  if (key.deleteAfter !== undefined && !key.enabled) return 'revoked';
  if (key.endsAt !== undefined) {
    if (!key.enabled) return 'replaced';
    return Date.parse(key.endsAt) <= now ? 'over' : 'ending';
  }
  if (!key.enabled) return 'disabled';
  return key.unseen ? 'unseen' : 'enabled';
}
