/** Finds tables by name and by tags. Reads only. */
import { tableArn } from '../../../naming/arns.ts';
import { baseName } from '../../../naming/names.ts';
import { ownTables } from '../../arns/own-arns.ts';
import { tagsOfTable } from '../../dynamodb/describe-table.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import type { KindSearch } from '../search.ts';
import { tableNames } from './table-names.ts';

export const tableSearch: KindSearch = {
  lists: ['dynamodb:ListTables'],
  listsForStage: true,
  reads: ['dynamodb:ListTagsOfResource'],
  own: ownTables,
  any: (scope) => [tableArn(scope, '*')],
  in({ clients, facts: target }, census) {
    const arn = (name: string) => tableArn(target, name);
    const all = async () => {
      const names = await tableNames(await clients.dynamodb());
      census.tables = names.length;
      return names;
    };
    return {
      ofArn: (found) => /:dynamodb:[^:]*:\d*:table\/([^/]+)$/.exec(found)?.[1],
      // `<app>-<stage>-<table>`
      all: async () => (await all()).filter((name) => name.split('-').length >= 3),
      ofStage: async (owner) => (await all()).filter((name) => name.startsWith(`${baseName(owner)}-`)),
      tags: async (name) => await undefinedIfNotFound(tagsOfTable(await clients.dynamodb(), { TableArn: arn(name) })),
      arn,
    };
  },
};
