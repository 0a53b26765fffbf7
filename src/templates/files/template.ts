/** The template `files`: records in a table, and files that go directly to a bucket. */
import type { ItemsAnswers } from '../items/answers.ts';
import { editConfig } from '../items/edits.ts';
import type { Template } from '../template.ts';

export const filesTemplate: Template<ItemsAnswers> = {
  name: 'files',
  layers: ['shared', 'crud', 'files'],
  tables: () => ({ documents: { key: 'id' } }),
  tokens: ({ name, region, stages }) => ({ app: name, region, stage: stages[0] ?? 'dev' }),
  edits: { 'apikit.yaml': editConfig },
};
