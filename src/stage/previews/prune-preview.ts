/**
 * Removes a preview that is over, with its tables, keys and user pools. The caller holds its lock. It checks again that
 * the preview is over.
 */
import type { StageConfig } from '../../config/config.ts';
import { ApikitError } from '../../errors.ts';
import { type DestroyedStage, destroyStage, planDestroy } from '../destroy-stage.ts';
import type { RunParts } from '../stage-run.ts';
import { type ExpiredPreview, isStillOver } from './expired-previews.ts';

/** Throws `StillWanted` if somebody has deployed the preview since it was found, and what `destroyStage` throws. */
export async function prunePreview(
  config: StageConfig,
  over: ExpiredPreview,
  parts: RunParts,
  command: string,
): Promise<DestroyedStage> {
  if (!(await isStillOver(over, parts)))
    throw new ApikitError('StillWanted', `${over.app}/${over.stage} was deployed in the meantime, so it stays.`);
  const planned = await planDestroy(config, parts, { deleteData: true, deleteKeys: true });
  return await destroyStage(planned, command);
}
