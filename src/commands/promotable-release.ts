/** Which release of a stage is to be promoted, with all that is kept of it. Reads only. */
import type { HistoryEntry } from '../aws/release-record.ts';
import type { Context, Target } from '../context.ts';
import { ApikitError } from '../errors.ts';
import type { PromotedFrom } from '../pipeline/promoted-release.ts';
import { liveRelease, type StageReleases, stageReleases } from '../pipeline/stage-releases.ts';
import { chooseRelease } from './choose-release.ts';
import { lockPartsOf, partsOf } from './seen-stage.ts';

export interface PromotableRelease {
  /** Of the stage that it is of, as it was seen. */
  readonly stage: StageReleases;
  readonly entry: HistoryEntry;
  readonly from: Omit<PromotedFrom, 'streams'>;
}

/** `wanted`: as it was typed; the live one when nothing was. Throws in one paragraph where it cannot be promoted. */
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
      `${of} serves a deployment that apikit did not make, so that nothing is known of what it is made of. Nothing was changed.`,
      { hint: `Name a release that is kept, with --release: apikit releases --stage ${config.stage}` },
    );
  const { release } = entry.record;
  if (entry.deploymentId === stage.canary)
    throw new ApikitError(
      'CanaryInProgress',
      `Release ${release} is the canary of ${of}, with ${stage.percent} % of the requests: whether it stays there is not decided yet. Nothing was changed.`,
      {
        hint: `Decide first: apikit canary promote --stage ${config.stage}, or apikit canary abort --stage ${config.stage}`,
      },
    );
  const { keptReleasesOf } = await import('../pipeline/kept-releases.ts');
  const { releases, contractOf } = await keptReleasesOf(lockPartsOf(source, context));
  const [kept, contract] = [releases.get(release), contractOf(release)];
  if (!kept?.code || !contract)
    throw new ApikitError(
      'NotKept',
      `The contract of release ${release} is not kept in the account of ${of}, so that it cannot be promoted. Nothing was changed.`,
      {
        hint: `An older apikit has made it, or there was no room for it. Any change of contract or code makes a release that can be: apikit deploy --stage ${config.stage}`,
      },
    );
  return { stage, entry, from: { config, entry, kept: { ...kept, code: kept.code }, contract } };
}
