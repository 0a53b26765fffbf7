/**
 * The template `items`: a CRUD API with one table. The files are in the folders of its layers, with `__tokens__` in
 * place of the answers. This module contains the answers and the value of each token.
 */
import { resourceNames } from '../../naming/resource-names.ts';
import { literal } from '../literal.ts';
import type { Language, Template } from '../template.ts';
import { editConfig, editContract } from './edits.ts';
import { exampleBodies, type Field } from './fields.ts';

/** The answers to the questions of `apikit init`. */
export interface ItemsAnswers {
  /** The name of the app: `[a-z][a-z0-9-]*`. */
  name: string;
  region: string;
  /** The plural of the resource: `[a-z][a-z0-9-]*`. */
  resource: string;
  fields: Field[];
  /** Exact origins, or only `*`. */
  cors: string[];
  /** At least one stage. If there are several, the last one is protected. */
  stages: string[];
  language: Language;
}

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
