/** `apikit local stop`: stops the embedded cloud. */
import { defineCommand } from '../parts/command.ts';
import { DATA_OPTION, dataDirOf } from '../parts/local/local-data.ts';

interface Stopped {
  readonly dataDir: string;
  readonly stopped: boolean;
  /** Whether the next start finds the same state. */
  readonly kept: boolean;
}

export const localStop = defineCommand({
  options: [DATA_OPTION],
  examples: ['apikit local stop'],
  ask: async ({ flags }, context) => ({ dataDir: await dataDirOf(flags, context) }),
  async execute({ dataDir }): Promise<Stopped> {
    const [{ stopCloud }, { keepsState }] = await Promise.all([
      import('../../local/process/background.ts'),
      import('../../local/process/data-folder.ts'),
    ]);
    const stopped = await stopCloud(dataDir);
    return { dataDir, stopped, kept: keepsState(dataDir) };
  },
  render: ({ stopped, dataDir, kept }) => ({
    notes: [
      stopped
        ? `The embedded cloud has stopped${kept ? '; its state is kept' : ''}.`
        : `No embedded cloud is running for ${dataDir}.`,
    ],
  }),
  json: ({ stopped, dataDir }) => ({ stopped, dataDir }),
});
