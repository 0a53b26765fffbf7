/** `apikit local reset`: deletes everything in the embedded cloud, whether it runs or not. */
import { ApikitError, EXIT, usageError } from '../../errors.ts';
import { defineCommand } from '../parts/command.ts';
import { DATA_OPTION, dataDirOf } from '../parts/local/local-data.ts';

export const localReset = defineCommand({
  options: [DATA_OPTION],
  common: ['yes'],
  examples: ['apikit local reset', 'apikit local reset --yes'],
  async ask({ flags }, context): Promise<{ dataDir: string }> {
    const dataDir = await dataDirOf(flags, context);
    if (flags.yes) return { dataDir };
    if (!context.interactive) throw usageError('Emptying the embedded cloud needs a confirmation.', 'Pass --yes.');
    const message = `Delete everything in the embedded cloud (${dataDir})?`;
    if (await context.prompts.confirm({ message })) return { dataDir };
    throw new ApikitError('Declined', 'Nothing was deleted.', { exitCode: EXIT.declined });
  },
  async execute({ dataDir }): Promise<{ dataDir: string }> {
    const { resetCloud } = await import('../../local/process/background.ts');
    await resetCloud(dataDir);
    return { dataDir };
  },
  render: () => ({ notes: ['The embedded cloud is empty.'] }),
  json: ({ dataDir }) => ({ dataDir }),
});
