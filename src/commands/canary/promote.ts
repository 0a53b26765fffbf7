/** `apikit canary promote`: lets the canary serve all requests, in one switch. Needs no sources. */
import { type HistoryEntry, releaseOf } from '../../aws/releases/release-record.ts';
import type { Target } from '../../context.ts';
import { APP_OPTION, WAIT_OPTION } from '../../flags/common-flags.ts';
import type { StageReleases } from '../../stage/releases/stage-releases.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { canaryLine, type ShownCanary, shownCanary, withoutCanary } from '../parts/canary/canary-text.ts';
import { defineCommand } from '../parts/command.ts';
import { warnIfNotSeen } from '../parts/stage/not-seen.ts';
import { noCanary, partsOf, refuseIfOvertaken } from '../parts/stage/release-preview.ts';
import { waitTime, withStageLock } from '../parts/stage/stage-lock.ts';

interface Answers {
  readonly target: Target;
  readonly stage: StageReleases;
  /** `undefined` if the canary is already promoted, by another caller or by a run whose response was lost. */
  readonly to?: HistoryEntry;
  readonly observedFrom: number;
}

export const canaryPromote = defineCommand({
  options: [APP_OPTION, WAIT_OPTION],
  common: ['stage', 'profile', 'region', 'events'],
  ofRestApi: 'Canaries',
  anyStage: true,
  examples: ['apikit canary promote --stage prod'],

  async ask({ flags }, context): Promise<Answers> {
    waitTime(flags);
    const target = await context.target();
    const { config } = target;
    const observedFrom = context.io.clock.now();
    const { stageReleases } = await import('../../stage/releases/stage-releases.ts');
    const stage = await stageReleases(config, partsOf(target, context));
    const to = releaseOf(stage.releases, stage.canary);
    if (to) return { target, stage, to, observedFrom };
    if (stage.canary === undefined && stage.switched?.how === 'promote') return { target, stage, observedFrom };
    throw noCanary(`${config.app}/${config.stage}`, stage, config.stage);
  },

  async execute({ target, stage, to, observedFrom }, context): Promise<ShownCanary & { changed: boolean }> {
    const { config } = target;
    if (!to) return { ...shownCanary(config, stage), changed: false };
    const { promoteCanaryOf } = await import('../../stage/canary/canary-stage.ts');
    const probe = await withStageLock(target, context, {
      command: `apikit canary promote --stage ${config.stage}`,
      observedFrom,
      first: false,
      async run({ signal, changedMeanwhile }) {
        const parts = { ...partsOf(target, context), signal };
        if (changedMeanwhile) await refuseIfOvertaken(config, { stage, to }, parts);
        return await promoteCanaryOf({ config, stage }, to, parts);
      },
    });
    warnIfNotSeen(probe, { url: stage.url, release: to.record.release }, context);
    return { ...shownCanary(config, { ...withoutCanary(stage), live: to.deploymentId }), changed: true };
  },

  render: (result, theme) => ({
    notes: [
      `${theme.good(SYMBOL.done)} ${canaryLine(result)}`,
      ...(result.changed
        ? ['The parts that only the previous release needs stay until the next deploy deletes them.']
        : []),
    ],
    next: [`apikit tail-logs --stage ${result.stage}`],
  }),
  json: (result) => result,
});
