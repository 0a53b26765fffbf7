/**
 * The part of `prune` that deletes one preview. It works under the lock of the preview, which is deleted with it, so
 * that no deploy of the preview can run at the same time.
 */

import type { AwsTarget } from '../../../aws/sdk/aws-target.ts';
import type { Context, Target } from '../../../context.ts';
import type { DestroyedStage } from '../../../stage/destroy-stage.ts';
import type { ExpiredPreview } from '../../../stage/previews/expired-previews.ts';
import { withStageLock } from '../stage/stage-lock.ts';

const COMMAND = 'apikit prune';

/** Throws `Locked`, `StillWanted`, and the errors of a destroy. */
export async function pruneUnderLock(
  over: ExpiredPreview,
  place: AwsTarget,
  context: Context,
): Promise<DestroyedStage> {
  const { prunePreview } = await import('../../../stage/previews/prune-preview.ts');
  const project = await context.project();
  const config = { ...project.anyStage(over.stage), region: place.facts.region };
  const target: Target = { ...place, project, config };
  const { clock } = context.io;
  return await withStageLock(target, context, {
    command: COMMAND,
    observedFrom: clock.now(),
    first: false,
    leaveNothing: true,
    async run({ signal }) {
      const { clients, facts } = place;
      return await prunePreview(config, over, { clients, facts, clock, signal, report: context.report.event }, COMMAND);
    },
  });
}
