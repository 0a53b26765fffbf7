/** `apikit canary abort`: ends the canary, so that the stable release gets all requests. Needs no sources. */
import type { Target } from '../../context.ts';
import { APP_OPTION, WAIT_OPTION } from '../../flags/common-flags.ts';
import type { StageReleases } from '../../stage/releases/stage-releases.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { canaryLine, type ShownCanary, shownCanary, withoutCanary } from '../parts/canary/canary-text.ts';
import { defineCommand } from '../parts/command.ts';
import { partsOf } from '../parts/stage/release-preview.ts';
import { waitTime, withStageLock } from '../parts/stage/stage-lock.ts';

interface Answers {
  readonly target: Target;
  readonly stage: StageReleases;
  readonly observedFrom: number;
}

export const canaryAbort = defineCommand({
  options: [APP_OPTION, WAIT_OPTION],
  common: ['stage', 'profile', 'region', 'events'],
  ofRestApi: 'Canaries',
  anyStage: true,
  examples: ['apikit canary abort --stage prod'],

  async ask({ flags }, context): Promise<Answers> {
    waitTime(flags);
    const target = await context.target();
    const observedFrom = context.io.clock.now();
    const { stageReleases } = await import('../../stage/releases/stage-releases.ts');
    return { target, stage: await stageReleases(target.config, partsOf(target, context)), observedFrom };
  },

  /** Ending a canary is right after any other change of the stage, as long as there is a canary. */
  async execute({ target, stage, observedFrom }, context): Promise<ShownCanary & { changed: boolean }> {
    const { config } = target;
    const [{ abortCanaryOf }, { stageReleases }] = await Promise.all([
      import('../../stage/canary/canary-stage.ts'),
      import('../../stage/releases/stage-releases.ts'),
    ]);
    if (stage.canary === undefined) return { ...shownCanary(config, stage), changed: false };
    const current = await withStageLock(target, context, {
      command: `apikit canary abort --stage ${config.stage}`,
      observedFrom,
      first: false,
      async run({ signal, changedMeanwhile }) {
        const parts = { ...partsOf(target, context), signal };
        const now = changedMeanwhile ? await stageReleases(config, parts) : stage;
        if (now.canary !== undefined) await abortCanaryOf({ config, stage: now }, parts);
        return now;
      },
    });
    return { ...shownCanary(config, withoutCanary(current)), changed: current.canary !== undefined };
  },

  render: (result, theme) => ({ notes: [`${theme.good(SYMBOL.done)} ${canaryLine(result)}`] }),
  json: (result) => result,
});
