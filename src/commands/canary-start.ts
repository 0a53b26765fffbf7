/** `apikit canary start`: gives a share of the requests to another release that the stage keeps. Needs no sources. */
import type { HistoryEntry } from '../aws/release-record.ts';
import type { Target } from '../context.ts';
import { ApikitError, EXIT, usageError } from '../errors.ts';
import type { ServesAgain } from '../pipeline/serves-again.ts';
import type { StageReleases } from '../pipeline/stage-releases.ts';
import { SYMBOL } from '../ui/theme.ts';
import { APP_OPTION } from './app-option.ts';
import { canaryLine, type ShownCanary, shownCanary } from './canary-text.ts';
import { chooseRelease } from './choose-release.ts';
import { defineCommand } from './command.ts';
import { WAIT_OPTION, waitOf, withStageLock } from './locking.ts';
import { parsePercent } from './percent.ts';
import { canaryInProgress, lookAhead, partsOf, refuseIfOvertaken, refuseObstacles } from './seen-stage.ts';

interface Answers {
  readonly target: Target;
  readonly stage: StageReleases;
  readonly to: HistoryEntry;
  readonly percent: number;
  readonly needs: ServesAgain;
  readonly observedFrom: number;
}

const DEFAULT_PERCENT = 10;

export const canaryStart = defineCommand<Answers, ShownCanary & { changed: boolean }>({
  arguments: [
    {
      name: '[release]',
      description: 'its id; the newest that does not serve when none is given',
      completes: 'releases',
    },
  ],
  options: [
    {
      flags: '--percent <number>',
      description: `the share of the requests, 0 to 100 (default: ${DEFAULT_PERCENT}); of a canary that there is, the new one`,
    },
    APP_OPTION,
    WAIT_OPTION,
  ],
  common: ['stage', 'profile', 'region', 'events'],
  anyStage: true,
  examples: ['apikit canary start --percent 10 --stage prod', 'apikit canary start 4f2a --percent 50 --stage prod'],

  async ask({ args, flags }, context) {
    waitOf(flags);
    const percent = typeof flags.percent === 'string' ? parsePercent('--percent', flags.percent) : DEFAULT_PERCENT;
    const target = await context.target();
    const { config } = target;
    const observedFrom = context.io.clock.now();
    const { stageReleases } = await import('../pipeline/stage-releases.ts');
    const stage = await stageReleases(config, partsOf(target, context));
    const of = `${config.app}/${config.stage}`;
    const to =
      args[0] === undefined
        ? newest(stage, of)
        : chooseRelease({ text: args[0], stage, of, now: context.io.clock.now() });
    if (to.deploymentId === stage.live)
      throw usageError(`${of} serves release ${to.record.release} already, so it cannot be its canary.`);
    if (stage.canary !== undefined && stage.canary !== to.deploymentId) throw canaryInProgress(of, config.stage);
    const { needs } = await lookAhead(target, { stage, to }, context);
    for (const warning of needs.warnings) context.report.warn(warning);
    refuseObstacles(needs, to, of, config.stage);
    return { target, stage, to, percent, needs, observedFrom };
  },

  async execute({ target, stage, to, percent, needs, observedFrom }, context) {
    const { config } = target;
    const changed = stage.canary === undefined || stage.percent !== percent;
    const { startCanaryOf } = await import('../pipeline/canary-stage.ts');
    if (changed)
      await withStageLock(target, context, {
        command: `apikit canary start ${to.record.release} --percent ${percent} --stage ${config.stage}`,
        observedFrom,
        first: false,
        async run({ signal, changedMeanwhile }) {
          const parts = { ...partsOf(target, context), signal };
          if (changedMeanwhile) await refuseIfOvertaken(config, { stage, to }, parts);
          await startCanaryOf({ config, stage, to, percent, needs }, parts);
        },
      });
    const made = { time: new Date(context.io.clock.now()).toISOString(), by: target.caller };
    const switched = { how: 'deploy' as const, time: made.time, ...stage.switched, ...(changed && { canary: made }) };
    return { ...shownCanary(config, { ...stage, canary: to.deploymentId, percent, switched }), changed };
  },

  render: (result, theme) => ({
    notes: [
      `${theme.good(SYMBOL.done)} ${canaryLine(result)}`,
      'API Gateway chooses at random for each request: one caller may meet both releases. What is not part of a release is the same for both.',
    ],
    next: [`apikit canary status --stage ${result.stage}`, `apikit canary promote --stage ${result.stage}`],
  }),
  json: (result) => result,
});

function newest({ releases, live }: StageReleases, of: string): HistoryEntry {
  const [found] = releases.filter(({ deploymentId }) => deploymentId !== live);
  if (found) return found;
  throw new ApikitError('NoOtherRelease', `${of} keeps no release besides the one that it serves.`, {
    exitCode: EXIT.usage,
    hint: 'Make one that gets a share of the requests: apikit deploy --canary 10 --stage <name>',
  });
}
