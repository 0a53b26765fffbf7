/** Finds the release of a stage that is to be promoted, with all that is kept of it. Reads only. */
import type { HistoryEntry } from '../../../aws/releases/release-record.ts';
import type { Context, Target } from '../../../context.ts';
import { ApikitError } from '../../../errors.ts';
import type { PromotedFrom } from '../../../stage/promotion/promoted-release.ts';
import { liveRelease, type StageReleases, stageReleases } from '../../../stage/releases/stage-releases.ts';
import { chooseRelease } from '../releases/choose-release.ts';
import { lockPartsOf, partsOf } from '../stage/seen-stage.ts';

export interface PromotableRelease {
  /** The stage that it comes from, as it was seen. */
  readonly stage: StageReleases;
  readonly entry: HistoryEntry;
  readonly from: Omit<PromotedFrom, 'streams'>;
}

/** `wanted`: what was typed; absent: the live release. Throws in one paragraph where it cannot be promoted. */
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
      `Release ${release} is the canary of ${of}, with ${stage.percent} % of the requests, and nobody has decided yet whether it stays. Nothing was changed.`,
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
      `Release ${release} of ${of} cannot be promoted: its contract, or what has to be known of its code, is not kept in the account. An older version of apikit made the release, or there was no room for the contract. Nothing was changed.`,
      {
        hint: `Change contract or code, so that a new release is made, and promote that one: apikit deploy --stage ${config.stage}`,
      },
    );
  return { stage, entry, from: { config, entry, kept: { ...kept, code: kept.code }, contract } };
}
