/** Says in the stage that a release comes from that another stage is about to serve it, so that pruning leaves it alone. */
import type { HistoryEntry } from '../../../aws/releases/release-record.ts';
import { deniedAction, isDenied } from '../../../aws/sdk/errors/sdk-error.ts';
import type { Context, Target } from '../../../context.ts';
import { ApikitError } from '../../../errors.ts';
import { withStageLock } from '../stage/stage-lock.ts';

export interface MarkedSource {
  readonly source: Target;
  /** Id of its REST API. */
  readonly api: string;
  readonly entry: HistoryEntry;
  /** The stage that it goes to, and what is kept there. */
  readonly to: string;
  readonly keptThere: readonly HistoryEntry[];
  /** For whoever is refused the lock meanwhile. */
  readonly command: string;
  /** When looking at the source began, in the clock's milliseconds. */
  readonly observedFrom: number;
}

/**
 * Under the lock of the source, as every change of a stage, so that a deploy that is about to prune there looks again. Where the
 * release has the mark, no call is made. Credentials that may only read there get a warning, and the promotion goes on.
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
      `Release ${release} could not be marked as promoted in ${app}/${stage}: these credentials are not allowed ${deniedAction(error) ?? 'to write'} there. A later deploy of ${stage} may prune the release. What ${to} serves is not affected by that.`,
    );
    return;
  }
  throw new ApikitError(
    'ChangedMeanwhile',
    `A deploy of ${app}/${stage} has just pruned release ${release}. Nothing was changed.`,
    { hint: `See what is kept: apikit releases --stage ${stage}` },
  );
}
