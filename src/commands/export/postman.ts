/**
 * `apikit export postman`: writes the contract as a Postman collection that runs from its first request to its last.
 */
import { defineCommand } from '../parts/command.ts';
import { askExport, exportDocument, OUT_OPTION, renderExport, writeExport } from '../parts/openapi/export-walk.ts';

export const exportPostman = defineCommand({
  options: [OUT_OPTION],
  common: ['stage', 'profile', 'region'],
  examples: ['apikit export postman --stage dev --out api.postman_collection.json'],
  ask: ({ flags }, context) => askExport(flags, context),

  async execute(answers, context) {
    const { postmanCollection } = await import('../../contract/export/postman.ts');
    return await writeExport(
      answers,
      (walk, address) => `${JSON.stringify(postmanCollection(walk, address), null, 2)}\n`,
      context,
    );
  },

  render: renderExport,
  json: exportDocument,
});
