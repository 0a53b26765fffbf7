/** Which keys of an app have reached the date on them, and which belong to stages that are gone. Pure. */
import type { ApiKey } from '@aws-sdk/client-api-gateway';
import { APP_TAG, STAGE_TAG } from '../../naming/tags.ts';
import { isNeeded, type StageKey, stageKey, stateOf } from './stage-key.ts';

export interface DueKey {
  readonly key: StageKey;
  readonly stage: string;
  /**
   * `ended`: an old value whose time is over; `needed`: one that nobody has been given the new value for; `revoked`: it may be
   * deleted; `destroyed`: its stage is gone.
   */
  readonly why: 'ended' | 'needed' | 'revoked' | 'destroyed';
}

/** What becomes of it. */
export const outcomeOf = ({ why }: Pick<DueKey, 'why'>): 'disabled' | 'left' | 'deleted' =>
  why === 'ended' ? 'disabled' : why === 'needed' ? 'left' : 'deleted';

export interface DueOptions {
  readonly app: string;
  /** Absent: of all stages. */
  readonly stage?: string;
  /** ms since the epoch, on AWS. */
  readonly now: number;
  /** Stages that have an API. Absent: keys of stages that are gone stay. */
  readonly stages?: ReadonlySet<string>;
}

export function dueKeys(all: readonly ApiKey[], { app, stage: only, now, stages }: DueOptions): DueKey[] {
  const ofApp = all.filter(({ tags = {} }) => tags[APP_TAG] === app).map(stageKey);
  return ofApp.flatMap((key): DueKey[] => {
    const stage = key.tags[STAGE_TAG];
    if (stage === undefined || (only !== undefined && stage !== only)) return [];
    const why = stages && !stages.has(stage) ? 'destroyed' : whyDue(key, ofApp, now);
    return why === undefined ? [] : [{ key, stage, why }];
  });
}

/** What the dates on a key of a stage that is there say. `all`: among them the one that takes its place. */
export function whyDue(
  key: StageKey,
  all: readonly StageKey[],
  now: number,
): Exclude<DueKey['why'], 'destroyed'> | undefined {
  const state = stateOf(key, now);
  if (state === 'over') return isNeeded(key, all) ? 'needed' : 'ended';
  return state === 'revoked' && Date.parse(key.deleteAfter ?? '') <= now ? 'revoked' : undefined;
}
