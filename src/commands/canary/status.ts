/** `apikit canary status`: shows the canary and its share of the requests. Reads only. */
import { APP_OPTION } from '../../flags/common-flags.ts';
import { canaryLine, type ShownCanary, shownCanary, watchLine } from '../parts/canary/canary-text.ts';
import { defineCommand } from '../parts/command.ts';
import { partsOf } from '../parts/stage/release-preview.ts';

export const canaryStatus = defineCommand({
  options: [APP_OPTION],
  common: ['stage', 'profile', 'region'],
  ofRestApi: 'Canaries',
  anyStage: true,
  examples: ['apikit canary status --stage prod', 'apikit canary status --stage prod --json'],
  ask: async (_input, context) => ({ target: await context.target() }),
  async execute({ target }, context): Promise<ShownCanary> {
    const { stageReleases } = await import('../../stage/releases/stage-releases.ts');
    return shownCanary(target.config, await stageReleases(target.config, partsOf(target, context)));
  },
  render: (result) => ({
    data: [canaryLine(result), ...(result.canary?.watch ? [watchLine(result.canary.watch, result.stage)] : [])],
    next: result.canary
      ? [
          `apikit canary watch --stage ${result.stage}`,
          `apikit canary promote --stage ${result.stage}`,
          `apikit canary abort --stage ${result.stage}`,
        ]
      : [`apikit canary start --stage ${result.stage}`],
  }),
  json: (result) => result,
});
