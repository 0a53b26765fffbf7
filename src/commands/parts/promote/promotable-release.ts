/** Finds the release to promote, with everything that apikit keeps of it. Reads only. */
import type { HistoryEntry } from '../../../aws/releases/release-record.ts';
import type { Context, Target } from '../../../context.ts';
import { ApikitError } from '../../../errors.ts';
import type { PromotedFrom } from '../../../stage/promotion/promoted-release.ts';
import { liveRelease, type StageReleases, stageReleases } from '../../../stage/releases/stage-releases.ts';
import { chooseRelease } from '../releases/choose-release.ts';
import { lockPartsOf, partsOf } from '../stage/release-preview.ts';

export interface PromotableRelease {
  /** The source stage as it was read. */
  readonly stage: StageReleases;
  readonly entry: HistoryEntry;
  readonly from: Omit<PromotedFrom, 'consumers'>;
}

/** `wanted` is the user's text; `undefined` for the live release. Throws if the release cannot be promoted. */
export async function promotableRelease(
  source: Target,
  wanted: string | undefined,
  context: Context,
): Promise<PromotableRelease> {
  const { config } = source;
  const of = `${config.app}/${config.stage}`;
  const stage = await stageReleases(config, partsOf(source, context));
  const entry =
    wanted === undefined ? liveRelease(stage) : chooseRelease({ text: wanted, stage, of, now: context.io.clock.now() });
  if (!entry)
    throw new ApikitError(
      'ReleaseRefused',
      `${of} serves a deployment that apikit did not create, so its contract and code are not known. Nothing was changed.`,
      {
        hint: `Choose one of its releases with --release. They are listed by: apikit releases --stage ${config.stage}`,
      },
    );
  const { release } = entry.record;
  if (entry.deploymentId === stage.canary)
    throw new ApikitError(
      'CanaryInProgress',
      `Release ${release} is the canary of ${of}, with ${stage.percent} % of the requests, and it is not promoted yet. Nothing was changed.`,
      {
        hint: `End the canary first: apikit canary promote --stage ${config.stage}, or apikit canary abort --stage ${config.stage}`,
      },
    );
  const { keptReleasesOf } = await import('../../../stage/releases/kept-releases.ts');
  const { releases, contractOf } = await keptReleasesOf(lockPartsOf(source, context));
  const [kept, contract] = [releases.get(release), contractOf(release)];
  if (!kept?.code || !contract)
    throw new ApikitError(
      'NotKept',
      `Release ${release} of ${of} cannot be promoted: the account does not keep its contract, or the necessary facts about its code. An older version of apikit created the release, or there was no room for the contract. Nothing was changed.`,
      {
        hint: `Change the contract or the code, so that a deploy creates a new release, and promote that release: apikit deploy --stage ${config.stage}`,
      },
    );
  return { stage, entry, from: { config, entry, kept: { ...kept, code: kept.code }, contract } };
}
