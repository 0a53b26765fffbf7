/** Which keys of an app have reached the date on them, and which belong to stages that are gone. Pure. */
import type { ApiKey } from '@aws-sdk/client-api-gateway';
import { APP_TAG, STAGE_TAG } from '../../stack/tags.ts';
import { type StageKey, stageKey, stateOf } from './stage-key.ts';

export interface DueKey {
  readonly key: StageKey;
  readonly stage: string;
  /** `ended`: an old value whose time is over; `revoked`: it may be deleted; `destroyed`: its stage is gone. */
  readonly why: 'ended' | 'revoked' | 'destroyed';
}

/** Whether it stays, disabled, or is deleted. */
export const isDeleted = ({ why }: DueKey): boolean => why !== 'ended';

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
  return all.flatMap((found): DueKey[] => {
    const { [APP_TAG]: of, [STAGE_TAG]: stage } = found.tags ?? {};
    if (of !== app || stage === undefined || (only !== undefined && stage !== only)) return [];
    const key = stageKey(found);
    const why = reason(key, stage, now, stages);
    return why === undefined ? [] : [{ key, stage, why }];
  });
}

function reason(
  key: StageKey,
  stage: string,
  now: number,
  stages: ReadonlySet<string> | undefined,
): DueKey['why'] | undefined {
  if (stages && !stages.has(stage)) return 'destroyed';
  const state = stateOf(key, now);
  if (state === 'over') return 'ended';
  return state === 'revoked' && Date.parse(key.deleteAfter ?? '') <= now ? 'revoked' : undefined;
}
