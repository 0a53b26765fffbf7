/** Plans the promotion of a kept release to another stage. Reads only. */
import type { StageConfig } from '../../../config/config.ts';
import { consumersOf } from '../../../config/consumers.ts';
import type { Context, Target } from '../../../context.ts';
import { ApikitError } from '../../../errors.ts';
import type { DesiredStage } from '../../../stage/desired/desired-stage.ts';
import type { StageDifferences } from '../../../stage/promotion/stage-differences.ts';
import { type PlannedDeploy, type planOptions, planRelease } from '../deploy/make-plan.ts';
import { partsOf } from '../stage/release-preview.ts';
import type { PromotableRelease } from './promotable-release.ts';

interface Stages {
  readonly source: Target;
  readonly target: Target;
  readonly options: ReturnType<typeof planOptions>;
}

interface PlannedPromotion {
  readonly planned: PlannedDeploy;
  readonly differences: StageDifferences;
}

/** Throws `ReleaseRefused` with everything that the target stage lacks. */
export async function planPromotion(
  { entry, from }: PromotableRelease,
  { source, target, options }: Stages,
  context: Context,
): Promise<PlannedPromotion> {
  const [{ promotedRelease }, { stageDifferences }, { ungrantedCalls }, check] = await Promise.all([
    import('../../../stage/promotion/promoted-release.ts'),
    import('../../../stage/promotion/stage-differences.ts'),
    import('../../../stack/ungranted-calls.ts'),
    checks(),
  ]);
  const { config } = target;
  const made = await promotedRelease({ ...from, consumers: consumersOf(config) }, partsOf(source, context));
  const refuse = (why: readonly string[]) => {
    if (why.length > 0) throw refused(entry.record.release, from.config, config, why);
  };
  const planned = await planRelease(
    made,
    {
      config,
      options,
      target: async () => target,
      check(desired: DesiredStage) {
        refuse(
          check.promotionObstacles({
            source: made,
            from: from.config,
            kept: from.kept,
            to: config,
            there: desired.kept(),
          }),
        );
        check.checkRightsFit(config, made);
        check.reportNotices(made.contract, config, context.report);
      },
    },
    context,
  );
  refuse(planned.absentSecrets);
  const codes = [made.code, ...Object.values(made.consumers ?? {})];
  const warnings = [...planned.warnings, ...ungrantedCalls(config, codes)];
  for (const warning of warnings) context.report.warn(warning);
  const differences = stageDifferences(
    { config: from.config, kept: from.kept, account: source.facts.account },
    { config, kept: planned.desired.kept(), account: target.facts.account },
    made.contract.document,
  );
  return { planned: { ...planned, warnings }, differences };
}

async function checks() {
  const [{ promotionObstacles }, { checkRightsFit }, { reportNotices }] = await Promise.all([
    import('../../../stage/promotion/promotion-obstacles.ts'),
    import('../../../stage/prepare/check-rights-fit.ts'),
    import('../../../stage/prepare/report-notices.ts'),
  ]);
  return { promotionObstacles, checkRightsFit, reportNotices };
}

function refused(release: string, from: StageConfig, { app, stage }: StageConfig, why: readonly string[]): ApikitError {
  return new ApikitError(
    'ReleaseRefused',
    `Release ${release} of ${from.app}/${from.stage} would fail in ${app}/${stage}. ${why.join(' ')} Nothing was changed.`,
    { hint: `Add what stage ${stage} lacks to apikit.yaml, or choose another release with --release.` },
  );
}
