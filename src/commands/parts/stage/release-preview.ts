/**
 * The common part of the commands that make a stage serve another of its releases: what they check before, and that it
 * is still true under the lock.
 */
import type { KeptRelease } from '../../../aws/releases/kept-release.ts';
import type { HistoryEntry } from '../../../aws/releases/release-record.ts';
import type { Context, Target } from '../../../context.ts';
import type { ApiDocument } from '../../../contract/model/api-document.ts';
import { ApikitError, EXIT } from '../../../errors.ts';
import { type ReleaseChanges, releaseChanges } from '../../../stage/releases/release-changes.ts';
import type { StageReleases } from '../../../stage/releases/stage-releases.ts';
import type { ServesAgain } from '../../../stage/rollback/serves-again.ts';
import type { RunParts } from '../../../stage/stage-run.ts';

export interface ReleaseChoice {
  readonly stage: StageReleases;
  /** The release to serve. */
  readonly to: HistoryEntry;
}

export interface ReleasePreview {
  readonly needs: ServesAgain;
  /** The changes from the live release; `undefined` if one of the two is too old to compare. */
  readonly changes?: ReleaseChanges;
  /** The contract of the release to serve; `undefined` if it was not kept. */
  readonly contract?: ApiDocument;
  readonly kept?: KeptRelease;
}

export function partsOf({ clients, facts }: Target, context: Context): RunParts {
  const { clock, signal } = context.io;
  return { clients, facts, clock, signal, report: context.report.event, attended: context.interactive };
}

/** The parts to read what is kept with the lock. */
export function lockPartsOf({ clients, config }: Target, { io: { clock, signal }, report: { note, warn } }: Context) {
  return { clients, config, clock, signal, note, warn };
}

/** Reads only. */
export async function previewRelease(
  target: Target,
  { stage, to }: ReleaseChoice,
  context: Context,
): Promise<ReleasePreview> {
  const [{ keptReleasesOf }, { servesAgain }, { liveRelease }] = await Promise.all([
    import('../../../stage/releases/kept-releases.ts'),
    import('../../../stage/rollback/serves-again.ts'),
    import('../../../stage/releases/stage-releases.ts'),
  ]);
  const { releases: kept, contractOf } = await keptReleasesOf(lockPartsOf(target, context));
  const live = liveRelease(stage);
  const liveKept = live && kept.get(live.record.release);
  const candidate = {
    api: stage.api,
    record: to.record,
    kept: kept.get(to.record.release),
    ...(liveKept && { liveKept }),
    livePools: live?.record.pools,
  };
  const needs = await servesAgain(target.config, candidate, partsOf(target, context));
  const contract = contractOf(to.record.release);
  const [had, has] = [liveKept, candidate.kept];
  const changes =
    live && had && has && releaseChanges({ record: live.record, kept: had }, { record: to.record, kept: has });
  return { needs, ...(contract && { contract }), ...(has && { kept: has }), ...(changes && { changes }) };
}

/** Throws `ReleaseRefused` with everything that the release lacks. */
export function refuseObstacles({ obstacles }: ServesAgain, { record }: HistoryEntry, of: string, stage: string): void {
  if (obstacles.length === 0) return;
  throw new ApikitError(
    'ReleaseRefused',
    `Release ${record.release} of ${of} would fail: ${obstacles.join(' ')} Nothing was changed.`,
    { hint: `Restore that first, or choose another release: apikit releases --stage ${stage}` },
  );
}

/** Someone changed the stage after it was read. The confirmed facts must still be true. Throws `ChangedMeanwhile`. */
export async function refuseIfOvertaken(
  config: Target['config'],
  { stage, to }: ReleaseChoice,
  parts: RunParts,
): Promise<void> {
  const { stageReleases } = await import('../../../stage/releases/stage-releases.ts');
  const now = await stageReleases(config, parts);
  const kept = now.releases.some(({ deploymentId }) => deploymentId === to.deploymentId);
  if (now.live === stage.live && now.canary === stage.canary && kept) return;
  throw changedMeanwhile(config);
}

export function changedMeanwhile({ app, stage }: Target['config']): ApikitError {
  return new ApikitError(
    'ChangedMeanwhile',
    `Someone else changed ${app}/${stage} after it was read, so the result could be different now. Nothing was changed.`,
    { hint: `See what it serves: apikit releases --stage ${stage}` },
  );
}

export function canaryInProgress(of: string, stage: string): ApikitError {
  return new ApikitError('CanaryInProgress', `${of} is serving a canary, so no other release can go live now.`, {
    hint: `End it first: apikit canary promote --stage ${stage}, or apikit canary abort --stage ${stage}`,
  });
}

export function noCanary(of: string, { canary }: StageReleases, stage: string): ApikitError {
  if (canary !== undefined)
    return new ApikitError(
      'ForeignCanary',
      `The canary of ${of} is a deployment that apikit did not create, or that was pruned. Nothing was changed.`,
      {
        hint: `End it: apikit canary abort --stage ${stage}`,
      },
    );
  return new ApikitError('NoCanary', `${of} has no canary. Nothing was changed.`, {
    exitCode: EXIT.usage,
    hint: `Start one: apikit canary start --stage ${stage}`,
  });
}
