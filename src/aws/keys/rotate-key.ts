/**
 * Gives a client a second value, while the old one still works until a date. Each step can be repeated: a rotation that
 * was cut off continues, and creates no second key (ADR 20).
 */
import type { Tags } from '../../naming/tags.ts';
import { DELETE_AFTER_TAG, ENDS_TAG, REPLACES_TAG, UNSEEN_TAG } from '../../naming/tags.ts';
import { type KeyTarget, markKey } from './change-key.ts';
import { type CreatedKey, type KeyClient, makeUnseenKey, resumeKey } from './new-key.ts';
import { type StageKey, successorOf, tagTime } from './stage-key.ts';
import { planIdsOf } from './stage-plans.ts';

export interface Rotated {
  readonly key: CreatedKey;
  readonly old: StageKey;
  /** When the old value ends (ISO 8601). */
  readonly endsAt: string;
  /** Whether an earlier run had begun the rotation. */
  readonly resumed: boolean;
  /** The number of usage plans that have both keys. */
  readonly plans: number;
}

export interface RotateOptions {
  /** The ownership tags of the stage and the user's tags. */
  readonly tags: Tags;
  /** All keys of the stage. */
  readonly keys: readonly StageKey[];
  /** AWS's time, in milliseconds since the epoch. */
  readonly now: number;
  readonly overlap: number;
}

/** `key` is the key that gets a new value, or the new key that a run created and did not show. */
export async function rotateKey(
  work: KeyClient & KeyTarget,
  key: StageKey,
  { tags, keys, now, overlap }: RotateOptions,
): Promise<Rotated> {
  const begun = unfinishedRotation(key, keys);
  const old = begun?.old ?? key;
  const planIds = await planIdsOf(work.client, old.id);
  const fresh = begun
    ? await resumeKey(work.client, begun.fresh, planIds)
    : await makeUnseenKey(
        work,
        {
          ...{ name: old.name, tags: tagsOfNext(old, tags), planIds, keys },
          ...(old.description !== undefined && { description: old.description }),
          ...(old.customerId !== undefined && { customerId: old.customerId }),
        },
        ({ replaces }) => replaces === old.id,
      );
  // This also replaces the date of an earlier run, because nobody had the new value then.
  const endsAt = tagTime(now + overlap);
  await markKey(work, old.id, { [ENDS_TAG]: endsAt });
  return { key: fresh, old, endsAt, resumed: begun !== undefined, plans: planIds.length };
}

/** The new key that a run created and did not show, and the key that it replaces. */
export function unfinishedRotation(
  key: StageKey,
  keys: readonly StageKey[],
): { fresh: StageKey; old: StageKey } | undefined {
  const fresh = key.unseen && key.replaces !== undefined ? key : successorOf(key, keys);
  const old = fresh && keys.find(({ id }) => id === fresh.replaces);
  return fresh?.unseen && old ? { fresh, old } : undefined;
}

const OWN = [UNSEEN_TAG, ENDS_TAG, DELETE_AFTER_TAG, REPLACES_TAG];

function tagsOfNext(old: StageKey, tags: Tags): Tags {
  const kept = Object.entries(old.tags).filter(([name]) => !OWN.includes(name) && !name.startsWith('aws:'));
  return { ...Object.fromEntries(kept), ...tags, [REPLACES_TAG]: old.id };
}
