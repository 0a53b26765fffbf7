/** The keys of an app that have reached the date on them, and those of stages that no longer exist. Pure. */
import type { ApiKey } from '@aws-sdk/client-api-gateway';
import { APP_TAG, STAGE_TAG } from '../../naming/tags.ts';
import { isNeeded, type StageKey, stageKey, stateOf } from './stage-key.ts';

export interface DueKey {
  readonly key: StageKey;
  readonly stage: string;
  /**
   * `ended`: an old value that has expired. `needed`: an old value whose new value nobody has got yet. `revoked`: it
   * may be deleted. `destroyed`: its stage no longer exists.
   */
  readonly why: 'ended' | 'needed' | 'revoked' | 'destroyed';
}

/** The action for a key. */
export const outcomeOf = ({ why }: Pick<DueKey, 'why'>): 'disabled' | 'left' | 'deleted' =>
  why === 'ended' ? 'disabled' : why === 'needed' ? 'left' : 'deleted';

export interface DueOptions {
  readonly app: string;
  /** Absent for all stages. */
  readonly stage?: string;
  /** AWS's time, in milliseconds since the epoch. */
  readonly now: number;
  /** Stages that have an API. If it is absent, keys of stages that no longer exist stay. */
  readonly stages?: ReadonlySet<string>;
}

export function dueKeys(all: readonly ApiKey[], { app, stage: only, now, stages }: DueOptions): DueKey[] {
  const ofApp = all.filter(({ tags = {} }) => tags[APP_TAG] === app).map(stageKey);
  return ofApp.flatMap((key): DueKey[] => {
    const stage = key.tags[STAGE_TAG];
    if (stage === undefined || (only !== undefined && stage !== only)) return [];
    const why = stages && !stages.has(stage) ? 'destroyed' : dueReason(key, ofApp, now);
    return why === undefined ? [] : [{ key, stage, why }];
  });
}

/** The reason that the dates on a key of an existing stage give. `all` includes the key that replaces it. */
export function dueReason(
  key: StageKey,
  all: readonly StageKey[],
  now: number,
): Exclude<DueKey['why'], 'destroyed'> | undefined {
  const state = stateOf(key, now);
  if (state === 'over') return isNeeded(key, all) ? 'needed' : 'ended';
  return state === 'revoked' && Date.parse(key.deleteAfter ?? '') <= now ? 'revoked' : undefined;
}
