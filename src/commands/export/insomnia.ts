/** `apikit export insomnia`: writes the contract as a collection for Insomnia. */
import { defineCommand } from '../parts/command.ts';
import { askExport, exportDocument, OUT_OPTION, renderExport, writeExport } from '../parts/openapi/export-walk.ts';

export const exportInsomnia = defineCommand({
  options: [OUT_OPTION],
  common: ['stage', 'profile', 'region'],
  examples: ['apikit export insomnia --stage dev --out api.insomnia.yaml'],
  ask: ({ flags }, context) => askExport(flags, context),

  async execute(answers, context) {
    const { insomniaCollection } = await import('../../contract/export/insomnia.ts');
    return await writeExport(answers, insomniaCollection, context);
  },

  render: renderExport,
  json: exportDocument,
});
