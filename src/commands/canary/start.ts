/** `apikit canary start`: gives a share of the requests to another release of the stage. Needs no sources. */
import type { HistoryEntry } from '../../aws/releases/release-record.ts';
import type { CanaryLimits } from '../../canary/limits.ts';
import type { Target } from '../../context.ts';
import { ApikitError, EXIT, usageError } from '../../errors.ts';
import { APP_OPTION, WAIT_OPTION } from '../../flags/common-flags.ts';
import type { Option } from '../../flags/option.ts';
import type { FlagsOf } from '../../flags/values.ts';
import type { StageReleases } from '../../stage/releases/stage-releases.ts';
import type { ServesAgain } from '../../stage/rollback/serves-again.ts';
import { SYMBOL } from '../../ui/theme.ts';
import {
  EVERY_OPTION,
  givenLimits,
  givenPeriod,
  LIMIT_OPTIONS,
  parseSteps,
  refuseWithoutWatch,
} from '../parts/canary/canary-flags.ts';
import { canaryLine, type ShownCanary, shownCanary } from '../parts/canary/canary-text.ts';
import {
  beginWatch,
  exitCodeOf,
  limitsWith,
  refuseInAlarm,
  renderEnd,
  type Watched,
  watchAndReport,
} from '../parts/canary/canary-watching.ts';
import { defineCommand } from '../parts/command.ts';
import { parsePercent } from '../parts/percent.ts';
import { chooseRelease } from '../parts/releases/choose-release.ts';
import {
  canaryInProgress,
  partsOf,
  previewRelease,
  refuseIfOvertaken,
  refuseObstacles,
} from '../parts/stage/release-preview.ts';
import { waitTime, withStageLock } from '../parts/stage/stage-lock.ts';

interface Answers {
  readonly target: Target;
  readonly stage: StageReleases;
  readonly to: HistoryEntry;
  readonly percent: number;
  readonly needs: ServesAgain;
  readonly observedFrom: number;
  /** The limits, the shares and the seconds at each share. `undefined` if the canary is not watched. */
  readonly watched?: { readonly steps: readonly number[]; readonly every: number; readonly limits: CanaryLimits };
}

type Started = ShownCanary & { changed: boolean };

const DEFAULT_PERCENT = 10;

const SHARE_OPTIONS = [
  {
    flags: '--percent <number>',
    description: `share of the requests, 0 to 100 (default: ${DEFAULT_PERCENT}); changes the share of a running canary`,
  },
  {
    flags: '--step <numbers>',
    description: 'shares that it gets one after the other while it is watched: 10,25,50,100',
  },
  EVERY_OPTION,
  ...LIMIT_OPTIONS,
] as const satisfies readonly Option[];

export const canaryStart = defineCommand({
  arguments: [
    {
      name: '[release]',
      description: 'its ID (default: the newest release that does not serve)',
      completes: 'releases',
    },
  ],
  options: [...SHARE_OPTIONS, APP_OPTION, WAIT_OPTION],
  common: ['stage', 'profile', 'region', 'events'],
  ofRestApi: 'Canaries',
  anyStage: true,
  examples: [
    'apikit canary start --percent 10 --stage prod',
    'apikit canary start 4f2a --percent 50 --stage prod',
    'apikit canary start --step 10,25,50,100 --every 5m --stage prod',
  ],

  async ask({ args: [release], flags }, context): Promise<Answers> {
    waitTime(flags);
    const asked = askedShares(flags);
    const limits = givenLimits(flags);
    const every = givenPeriod('--every', flags.every);
    const target = await context.target();
    const { config } = target;
    const observedFrom = context.io.clock.now();
    const { stageReleases } = await import('../../stage/releases/stage-releases.ts');
    const stage = await stageReleases(config, partsOf(target, context));
    const of = `${config.app}/${config.stage}`;
    const to =
      release === undefined
        ? newest(stage, of)
        : chooseRelease({ text: release, stage, of, now: context.io.clock.now() });
    if (to.deploymentId === stage.live)
      throw usageError(`${of} already serves release ${to.record.release}, so this release cannot be its canary.`);
    if (stage.canary !== undefined && stage.canary !== to.deploymentId) throw canaryInProgress(of, config.stage);
    const { needs } = await previewRelease(target, { stage, to }, context);
    for (const warning of needs.warnings) context.report.warn(warning);
    refuseObstacles(needs, to, of, config.stage);
    const common = { target, stage, to, needs, observedFrom };
    if ('percent' in asked) return { ...common, percent: asked.percent };
    await refuseInAlarm(target, context);
    const watched = {
      steps: asked.steps,
      every: every ?? config.canary.bake / 1_000,
      limits: limitsWith(config, limits),
    };
    return { ...common, percent: asked.steps[0]!, watched };
  },

  async execute({ target, stage, to, percent, needs, observedFrom, watched }, context): Promise<Started | Watched> {
    const { config } = target;
    const changed = stage.canary === undefined || stage.percent !== percent || watched !== undefined;
    const { startCanaryOf } = await import('../../stage/canary/canary-stage.ts');
    const watch = watched && beginWatch(target, watched, context);
    if (changed)
      await withStageLock(target, context, {
        command: `apikit canary start ${to.record.release} --percent ${percent} --stage ${config.stage}`,
        observedFrom,
        first: false,
        async run({ signal, changedMeanwhile }) {
          const parts = { ...partsOf(target, context), signal };
          if (changedMeanwhile) await refuseIfOvertaken(config, { stage, to }, parts);
          await startCanaryOf({ config, stage, to, percent, needs, ...(watch && { watch }) }, parts);
        },
      });
    const made = { time: new Date(context.io.clock.now()).toISOString(), by: target.caller, ...(watch && { watch }) };
    const switched = { how: 'deploy' as const, time: made.time, ...stage.switched, ...(changed && { canary: made }) };
    const started = { ...stage, canary: to.deploymentId, percent, switched };
    if (!watched || !watch) return { ...shownCanary(config, started), changed };
    const began = Date.parse(watch.since);
    const watching = { target, stage: started, canary: to, percent, began, limits: watched.limits, watch };
    return await watchAndReport(watching, context);
  },

  render: (result, theme) =>
    'end' in result
      ? renderEnd(result, theme)
      : {
          notes: [
            `${theme.good(SYMBOL.done)} ${canaryLine(result)}`,
            'API Gateway chooses at random for each request: one caller may reach both releases. Both share everything that is not part of a release.',
          ],
          next: [`apikit canary watch --stage ${result.stage}`, `apikit canary promote --stage ${result.stage}`],
        },
  json: (result) => ('end' in result ? undefined : result),
  exitCode: (result) => ('end' in result ? exitCodeOf(result) : EXIT.done),
});

/** Returns `--percent`, or `--step` with its flags. Throws a usage error. */
function askedShares(flags: FlagsOf<(typeof SHARE_OPTIONS)[number]>): { percent: number } | { steps: number[] } {
  if (flags.step === undefined) {
    refuseWithoutWatch(flags);
    return { percent: flags.percent === undefined ? DEFAULT_PERCENT : parsePercent('--percent', flags.percent) };
  }
  if (flags.percent !== undefined)
    throw usageError('--percent and --step cannot be used together.', 'The first share of --step is the start.');
  return { steps: parseSteps(flags.step) };
}

function newest({ releases, live }: StageReleases, of: string): HistoryEntry {
  const [found] = releases.filter(({ deploymentId }) => deploymentId !== live);
  if (found) return found;
  throw new ApikitError('NoOtherRelease', `${of} has no release except the one that it serves.`, {
    exitCode: EXIT.usage,
    hint: 'Create a release that gets a share of the requests: apikit deploy --canary 10 --stage <name>',
  });
}
