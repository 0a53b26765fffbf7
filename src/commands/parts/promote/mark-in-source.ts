/**
 * Records in the source stage that another stage is about to serve a release of it, so that pruning keeps the release.
 */
import type { HistoryEntry } from '../../../aws/releases/release-record.ts';
import { deniedAction, isDenied } from '../../../aws/sdk/errors/sdk-error.ts';
import type { Context, Target } from '../../../context.ts';
import { ApikitError } from '../../../errors.ts';
import { withStageLock } from '../stage/stage-lock.ts';

export interface MarkedSource {
  readonly source: Target;
  /** The ID of its REST API. */
  readonly api: string;
  readonly entry: HistoryEntry;
  /** The target stage, and the releases that it keeps. */
  readonly to: string;
  readonly keptThere: readonly HistoryEntry[];
  /** Shown to a caller who meets the lock in the meantime. */
  readonly command: string;
  /** When the reading of the source began, in the clock's milliseconds. */
  readonly observedFrom: number;
}

/**
 * Works under the lock of the source, like every change of a stage, so that a deploy that is about to prune there reads
 * the stage again. It makes no call if the release already has the mark. If the credentials may only read the source,
 * it warns and the promotion continues.
 */
export async function markInSource(marked: MarkedSource, context: Context): Promise<void> {
  const { source, api, entry, to, keptThere, command, observedFrom } = marked;
  if (entry.record.promotedTo?.includes(to)) return;
  const { app, stage } = source.config;
  const { release } = entry.record;
  try {
    const found = await withStageLock(source, context, {
      command,
      observedFrom,
      first: false,
      async run() {
        const { markPromotion } = await import('../../../aws/releases/promotion-mark.ts');
        const client = await source.clients.apiGateway();
        return await markPromotion(client, api, { deployment: entry.deploymentId, from: stage, to, keptThere });
      },
    });
    if (found) return;
  } catch (error) {
    if (!isDenied(error)) throw error;
    context.report.warn(
      `Release ${release} could not be marked as promoted in ${app}/${stage}: these credentials do not allow ${deniedAction(error) ?? 'writing'} there. A later deploy of ${stage} may prune the release. What ${to} serves is not affected by that.`,
    );
    return;
  }
  throw new ApikitError(
    'ChangedMeanwhile',
    `A deploy of ${app}/${stage} has just pruned release ${release}. Nothing was changed.`,
    { hint: `See what is kept: apikit releases --stage ${stage}` },
  );
}
