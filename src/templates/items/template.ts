/**
 * The template `items`: a CRUD API over one table. The real files are in the folders of its layers, with `__tokens__` where the answers
 * go; this module names the answers and says what becomes of each token.
 */
import { resourceNames } from '../../naming/resource-names.ts';
import { literal } from '../literal.ts';
import type { Language, Template } from '../template.ts';
import { editConfig, editContract } from './edits.ts';
import { exampleBodies, type Field } from './fields.ts';

/** What `apikit init` asks. */
export interface ItemsAnswers {
  /** The app: `[a-z][a-z0-9-]*`. */
  name: string;
  region: string;
  /** The resource, in the plural: `[a-z][a-z0-9-]*`. */
  resource: string;
  fields: Field[];
  /** Exact origins, or `*` alone. */
  cors: string[];
  /** At least one; the last of several is protected. */
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
