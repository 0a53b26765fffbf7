/** `apikit export curl`: writes the contract as a shell script that calls every operation once. */
import { defineCommand } from '../parts/command.ts';
import { askExport, exportDocument, OUT_OPTION, renderExport, writeExport } from '../parts/openapi/export-walk.ts';

export const exportCurl = defineCommand({
  options: [OUT_OPTION],
  common: ['stage', 'profile', 'region'],
  examples: ['apikit export curl --stage dev --out walk.sh'],
  ask: ({ flags }, context) => askExport(flags, context),

  async execute(answers, context) {
    const { shellScript } = await import('../../contract/export/shell-script.ts');
    return await writeExport(answers, shellScript, context);
  },

  render: renderExport,
  json: exportDocument,
});
