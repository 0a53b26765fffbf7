/**
 * Gives a client a new value beside the one that it has, which works until a date. Every step can be done again: a rotation that
 * was cut off is gone on with, and makes no second key (ADR 20).
 */
import type { Tags } from '../../naming/tags.ts';
import { DELETE_AFTER_TAG, ENDS_TAG, REPLACES_TAG, UNSEEN_TAG } from '../../naming/tags.ts';
import { type KeyPlace, markKey } from './change-key.ts';
import { type CreatedKey, goOnWith, type KeyWork, makeUnseenKey } from './new-key.ts';
import { type StageKey, successorOf, tagTime } from './stage-key.ts';
import { planIdsOf } from './stage-plans.ts';

export interface Rotated {
  readonly key: CreatedKey;
  readonly old: StageKey;
  /** ISO 8601 */
  readonly endsAt: string;
  /** An earlier run had begun it. */
  readonly resumed: boolean;
  /** In how many usage plans both are. */
  readonly plans: number;
}

export interface RotateOptions {
  /** Of the stage: ownership and the user's. */
  readonly tags: Tags;
  /** All that there are. */
  readonly keys: readonly StageKey[];
  /** ms since the epoch, on AWS. */
  readonly now: number;
  readonly overlap: number;
}

/** Of the key of which there is to be a new value, or of the new one that a run has made and not handed out. */
export async function rotateKey(
  work: KeyWork & KeyPlace,
  key: StageKey,
  { tags, keys, now, overlap }: RotateOptions,
): Promise<Rotated> {
  const begun = unfinishedRotation(key, keys);
  const old = begun?.old ?? key;
  const planIds = await planIdsOf(work.client, old.id);
  const fresh = begun
    ? await goOnWith(work.client, begun.fresh, planIds)
    : await makeUnseenKey(
        work,
        {
          ...{ name: old.name, tags: tagsOfNext(old, tags), planIds, keys },
          ...(old.description !== undefined && { description: old.description }),
          ...(old.customerId !== undefined && { customerId: old.customerId }),
        },
        ({ replaces }) => replaces === old.id,
      );
  // Also where an earlier run had set a date: nobody had the new value then.
  const endsAt = tagTime(now + overlap);
  await markKey(work, old.id, { [ENDS_TAG]: endsAt });
  return { key: fresh, old, endsAt, resumed: begun !== undefined, plans: planIds.length };
}

/** Which one a run has made and not handed out, and whose place it takes. */
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
