/** `apikit cache flush`: discards all cached responses of a stage. */
import type { Target } from '../../context.ts';
import { usageError } from '../../errors.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { defineCommand } from '../parts/command.ts';
import { partsOf } from '../parts/stage/release-preview.ts';

interface Answers {
  readonly target: Target;
}

interface Flushed {
  readonly app: string;
  readonly stage: string;
}

export const cacheFlush = defineCommand({
  common: ['stage', 'profile', 'region'],
  examples: ['apikit cache flush --stage prod'],

  async ask(_input, context): Promise<Answers> {
    const { app, stage, cache } = await context.stage();
    if (cache === undefined)
      throw usageError(
        `${app}/${stage} has no cache, so there is nothing to discard.`,
        'A cache is the setting `cache` of a stage in apikit.yaml (docs/contract.md).',
      );
    return { target: await context.target() };
  },

  async execute({ target }, context): Promise<Flushed> {
    const [{ liveStage }, { flushCache }] = await Promise.all([
      import('../../stage/releases/live-stage.ts'),
      import('../../aws/api-gateway/flush-cache.ts'),
    ]);
    const { config, clients } = target;
    const { app, stage } = config;
    const { api } = await liveStage(config, partsOf(target, context));
    await flushCache(await clients.apiGateway(), api, stage);
    return { app, stage };
  },

  render: ({ app, stage }, theme) => ({
    notes: [`${theme.good(SYMBOL.done)} The cached responses of ${app}/${stage} are discarded.`],
  }),

  json: ({ app, stage }) => ({ app, stage }),
});
