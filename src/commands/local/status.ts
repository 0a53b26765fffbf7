/**
 * `apikit local status`: shows whether the embedded cloud runs. The exit code is 0 in both cases, because the result is
 * data.
 */
import { defineCommand } from '../parts/command.ts';
import { DATA_OPTION, dataDirOf } from '../parts/local/local-data.ts';

interface Status {
  running: boolean;
  dataDir: string;
  endpoint?: string;
  pid?: number;
}

export const localStatus = defineCommand({
  options: [DATA_OPTION],
  examples: ['apikit local status', 'apikit local status --json'],
  ask: async ({ flags }, context) => ({ dataDir: await dataDirOf(flags, context) }),
  async execute({ dataDir }): Promise<Status> {
    const { findCloud } = await import('../../local/process/background.ts');
    const cloud = await findCloud(dataDir);
    return { running: cloud !== undefined, dataDir, ...cloud };
  },
  render: ({ running, endpoint, pid, dataDir }, theme) =>
    running
      ? { data: [theme.bold(endpoint!)], notes: [`The embedded cloud is running (pid ${pid}, state in ${dataDir}).`] }
      : { notes: [`No embedded cloud is running for ${dataDir}.`], next: ['apikit local start'] },
  json: (status) => status,
});
