/** Says in the stage that a release comes from that another stage is about to serve it, so that pruning leaves it there. */
import type { HistoryEntry } from '../aws/release-record.ts';
import { deniedAction, isDenied } from '../aws/sdk-error.ts';
import type { Context, Target } from '../context.ts';
import { ApikitError } from '../errors.ts';
import { withStageLock } from './locking.ts';

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
 * Under the lock of the source, as every change of a stage: a deploy that is about to prune there looks again. Not a call where
 * the mark is there already. Credentials that may only read there go on without it, with a warning.
 */
export async function markInSource(marked: MarkedSource, context: Context): Promise<void> {
  const { source, api, entry, to, keptThere, command, observedFrom } = marked;
  if (entry.record.promotedTo?.includes(to)) return;
  const { app, stage } = source.config;
  const { release } = entry.record;
  // The same code is also kept there where the project was deployed there with it.
  const isKept = ({ record }: HistoryEntry) =>
    keptThere.some(({ record: other }) => other.promoted?.release === record.release || other.code === record.code);
  try {
    const found = await withStageLock(source, context, {
      command,
      observedFrom,
      first: false,
      async run() {
        const { markPromotion } = await import('../aws/releases/promotion-mark.ts');
        const client = await source.clients.apiGateway();
        return await markPromotion(client, { api, deployment: entry.deploymentId, stage: to, isKept });
      },
    });
    if (found) return;
  } catch (error) {
    if (!isDenied(error)) throw error;
    context.report.warn(
      `Release ${release} could not be marked in ${app}/${stage}, since these credentials may not do ${deniedAction(error) ?? 'that'} there: a deploy of ${stage} may prune it while ${to} serves it.`,
    );
    return;
  }
  throw new ApikitError(
    'ChangedMeanwhile',
    `Release ${release} of ${app}/${stage} was pruned after it was looked at. Nothing was changed.`,
    { hint: `See what is kept: apikit releases --stage ${stage}` },
  );
}
