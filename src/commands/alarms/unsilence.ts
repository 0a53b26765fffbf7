/** `apikit alarms unsilence`: ends the silence of a stage's alarms at once. */
import type { Silence } from '../../aws/alarms/silence.ts';
import { APP_OPTION } from '../../flags/common-flags.ts';
import { minute } from '../../ui/moment.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { defineCommand } from '../parts/command.ts';

interface Ended {
  app: string;
  stage: string;
  /** The silence that ended; `null` if there was none. */
  silence: Silence | null;
}

export const alarmsUnsilence = defineCommand({
  options: [APP_OPTION],
  common: ['stage', 'profile', 'region'],
  anyStage: true,
  examples: ['apikit alarms unsilence --stage prod'],
  ask: async (_input, context) => ({ target: await context.target() }),
  async execute({ target: { clients, config } }, { io: { clock } }): Promise<Ended> {
    const [{ endSilence, silenceOf }, client] = await Promise.all([
      import('../../aws/alarms/silence.ts'),
      clients.cloudwatch(),
    ]);
    const { app, stage } = config;
    const silence = (await silenceOf(client, config, clock.now())) ?? null;
    if (silence) await endSilence(client, config);
    return { app, stage, silence };
  },
  render: ({ app, stage, silence }, theme) => ({
    notes: [
      silence
        ? `${theme.good(SYMBOL.done)} ${app}/${stage}: the silence ended now instead of at ${minute(silence.until)}. Alarms that are in ALARM notify now.`
        : `The alarms of ${app}/${stage} were not silent. Nothing was changed.`,
    ],
  }),
  json: (result) => result,
});
