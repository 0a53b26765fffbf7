/** `apikit export http`: writes the contract as requests that an editor can send. */
import { HTTP_CLIENTS } from '../../contract/export/http-clients.ts';
import { defineCommand } from '../parts/command.ts';
import { askExport, exportDocument, OUT_OPTION, renderExport, writeExport } from '../parts/openapi/export-walk.ts';

export const exportHttp = defineCommand({
  options: [
    OUT_OPTION,
    {
      flags: '--for <client>',
      description: 'the editor whose script format to use (default: vscode)',
      choices: HTTP_CLIENTS,
    },
  ],
  common: ['stage', 'profile', 'region'],
  examples: ['apikit export http --stage dev --out api.http'],
  ask: async ({ flags }, context) => ({ ...(await askExport(flags, context)), client: flags.for ?? 'vscode' }),

  async execute({ client, ...answers }, context) {
    const { httpFile } = await import('../../contract/export/http-file.ts');
    return await writeExport(answers, (walk, address) => httpFile(walk, address, client), context);
  },

  render: renderExport,
  json: exportDocument,
});
