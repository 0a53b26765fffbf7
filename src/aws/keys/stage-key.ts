/** An API key of a stage with what its tags say of it (ADR 20), and what follows from them. Pure. */
import type { ApiKey } from '@aws-sdk/client-api-gateway';
import type { Tags } from '../../naming/tags.ts';
import { DELETE_AFTER_TAG, ENDS_TAG, PLAN_TAG, REPLACES_TAG, UNSEEN_TAG } from '../../naming/tags.ts';

/** Without its value. */
export interface StageKey {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  /** ISO 8601 */
  readonly createdAt: string;
  /** Until when it works beside the one that takes its place, ISO 8601. */
  readonly endsAt?: string;
  /** From when on it may be deleted, ISO 8601. */
  readonly deleteAfter?: string;
  /** The id of the key whose place it takes. */
  readonly replaces?: string;
  /** Nobody has been given its value yet. */
  readonly unseen: boolean;
  /** The plan that apikit put it into, as apikit.yaml calls it. */
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

/** A moment as it stands in tags: to the second. */
export const tagTime = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

/** Its place has been taken, or is about to be. */
export const isFormer = (key: StageKey, all: readonly StageKey[]): boolean =>
  key.endsAt !== undefined || all.some(({ replaces }) => replaces === key.id);

/** The keys whose place it has taken, one after the other, as far as they are there. */
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

/** The one that took its place. */
export const successorOf = (key: StageKey, all: readonly StageKey[]): StageKey | undefined =>
  all.find(({ replaces }) => replaces === key.id);

/** Nobody has been given the value that takes its place: without the old one its client would be locked out. */
export const isNeeded = (key: StageKey, all: readonly StageKey[]): boolean =>
  all.some(({ replaces, unseen }) => unseen && replaces === key.id);

/**
 * `ending`: it works beside its successor until a date; `over`: that date has passed, and it works still; `replaced`: it has been
 * disabled for its successor; `revoked`: it is disabled, and will be deleted; `unseen`: it works, and nobody has been given its value.
 */
export type KeyState = 'enabled' | 'disabled' | 'unseen' | 'ending' | 'over' | 'replaced' | 'revoked';

export function stateOf(key: StageKey, now: number): KeyState {
  // One that somebody has enabled since is in use.
  if (key.deleteAfter !== undefined && !key.enabled) return 'revoked';
  if (key.endsAt !== undefined) {
    if (!key.enabled) return 'replaced';
    return Date.parse(key.endsAt) <= now ? 'over' : 'ending';
  }
  if (!key.enabled) return 'disabled';
  return key.unseen ? 'unseen' : 'enabled';
}
