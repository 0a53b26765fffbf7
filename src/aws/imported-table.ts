/**
 * Kind `imported-table`: a table that somebody else made and the handler uses. Only looked at: whether it is there, with the
 * keys and indexes that the handler relies on. What is not so stops the plan (`imported-tables.ts`).
 */
import type { Kind } from '../engine/resource.ts';
import type { ImportedTableProperties } from '../stack/properties.ts';
import { diffFields } from './field-diff.ts';
import type { KindDependencies } from './kind-dependencies.ts';
import { describedIndexes, keysOf } from './table-settings.ts';
import { describeTable } from './table-updates.ts';

export function importedTableKind({ clients }: KindDependencies): Kind {
  return {
    kind: 'imported-table',
    actions: ['dynamodb:DescribeTable'],
    async read(resource) {
      const table = await describeTable(await clients.dynamodb(), resource.name);
      if (!table || table.TableStatus === 'DELETING') return undefined;
      const wanted = (resource.properties as unknown as ImportedTableProperties).indexes ?? {};
      const indexes = Object.entries(describedIndexes(table).indexes ?? {}).filter(([name]) =>
        Object.hasOwn(wanted, name),
      );
      return {
        attributes: { arn: table.TableArn, name: table.TableName },
        properties: {
          ...keysOf(table, table.KeySchema),
          ...(indexes.length > 0 && { indexes: Object.fromEntries(indexes) }),
        },
        // Whose it is does not matter: it is used as it is.
        owned: true,
        ...(table.TableStatus && { state: table.TableStatus }),
      };
    },
    diff: (desired, observed) =>
      diffFields(desired.properties, observed.properties).map((change) => ({ ...change, replace: true })),
    async apply({ name }) {
      throw new Error(`table ${name} is imported: it is neither made nor changed`);
    },
    remove: async () => {},
  };
}
