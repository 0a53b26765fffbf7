/**
 * Kind `imported-table`: a table that somebody else created and the handler uses. It is only read: whether it exists
 * with the keys and indexes that the handler relies on. A difference stops the plan (`imported-tables.ts`). The local
 * cloud creates a missing table as somebody else would have: without tags, so that it does not belong to apikit there,
 * either.
 */
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import type { Kind } from '../../../engine/resource.ts';
import { tableArn } from '../../../naming/arns.ts';
import { describeTable } from '../../dynamodb/describe-table.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { describedIndexes, keysOf, tableInput } from '../table/table-settings.ts';
import { waitUntilActive } from '../table/table-updates.ts';
import type { ImportedTableShape } from './shape.ts';

export function importedTableKind({ clients, clock }: KindDependencies): Kind<ImportedTableShape> {
  const kind: Kind<ImportedTableShape> = {
    kind: 'imported-table',
    rights: [{ actions: ['dynamodb:DescribeTable'], on: (scope, name) => [tableArn(scope, name)] }],
    async read(resource) {
      const table = await describeTable(await clients.dynamodb(), resource.name);
      if (!table || table.TableStatus === 'DELETING') return undefined;
      const wanted = resource.properties.indexes ?? {};
      const indexes = Object.entries(describedIndexes(table).indexes ?? {}).filter(([name]) =>
        Object.hasOwn(wanted, name),
      );
      return {
        attributes: { arn: table.TableArn, name: table.TableName },
        properties: {
          ...keysOf(table, table.KeySchema),
          ...(indexes.length > 0 && { indexes: Object.fromEntries(indexes) }),
        },
        // The owner does not matter, because the table is used as it is.
        owned: true,
        ...(table.TableStatus && { state: table.TableStatus }),
      };
    },
    diff({ properties: { madeIfMissing: _, ...desired } }, observed) {
      return diffFields(desired, observed.properties).map((change) => ({ ...change, replace: true }));
    },
    async apply(resource, observed, context) {
      const { madeIfMissing, ...shape } = resource.properties;
      if (observed || !madeIfMissing) {
        throw new Error(`table ${resource.name} is imported: apikit neither creates nor changes it`);
      }
      const client = await clients.dynamodb();
      const input = tableInput(resource.name, { ...shape, encryption: false, deletionProtection: false, tags: {} });
      await client.send(new CreateTableCommand(input));
      await waitUntilActive({ client, clock, context }, resource.name);
      return (await kind.read(resource, context))!;
    },
    remove: async () => {},
  };
  return kind;
}
