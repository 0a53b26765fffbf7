/** `apikit local stop`. */
import { defineCommand } from './command.ts';
import { DATA_OPTION, dataDirOf } from './local-data.ts';

export const localStop = defineCommand<{ dataDir: string }, { dataDir: string; stopped: boolean }>({
  options: [DATA_OPTION],
  examples: ['apikit local stop'],
  ask: async ({ flags }, context) => ({ dataDir: await dataDirOf(flags, context) }),
  async execute({ dataDir }) {
    const { stopCloud } = await import('../local/process/background.ts');
    return { dataDir, stopped: await stopCloud(dataDir) };
  },
  render: ({ stopped, dataDir }) => ({
    notes: [
      stopped ? 'The embedded cloud has stopped; its state is kept.' : `No embedded cloud is running for ${dataDir}.`,
    ],
  }),
  json: ({ stopped, dataDir }) => ({ stopped, dataDir }),
});
