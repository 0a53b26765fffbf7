/**
 * The template `items`: a CRUD API with one table. The files are in the folders of its layers, with `__tokens__` in
 * place of the answers. This module contains the answers and the value of each token.
 */
import { resourceNames } from '../../naming/resource-names.ts';
import { literal } from '../literal.ts';
import type { Template } from '../template.ts';
import type { ItemsAnswers } from './answers.ts';
import { editConfig, editContract } from './edits.ts';
import { exampleBodies } from './fields.ts';

export const itemsTemplate: Template<ItemsAnswers> = {
  name: 'items',
  layers: ['shared', 'crud', 'items'],
  tables: ({ resource }) => ({ [resource]: { key: 'id' } }),
  tokens({ name, region, resource, fields, stages, language }) {
    const names = resourceNames(resource);
    const [example, another] = exampleBodies(fields);
    return {
      app: name,
      region,
      stage: stages[0] ?? 'dev',
      items: names.plural,
      item: names.singular,
      Items: names.pluralPascal,
      Item: names.singularPascal,
      key: 'id',
      example: literal(example, language),
      another: literal(another, language),
      body: JSON.stringify(example),
    };
  },
  edits: { 'openapi.yaml': editContract, 'apikit.yaml': editConfig },
};
