/** The template `hello`: one operation and no table. */
import type { ItemsAnswers } from '../items/answers.ts';
import { editConfig } from '../items/edits.ts';
import type { Template } from '../template.ts';

export const helloTemplate: Template<ItemsAnswers> = {
  name: 'hello',
  layers: ['shared', 'hello'],
  tables: () => ({}),
  tokens: ({ name, region, stages }) => ({ app: name, region, stage: stages[0] ?? 'dev' }),
  edits: { 'apikit.yaml': editConfig },
};
