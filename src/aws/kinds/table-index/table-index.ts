/**
 * Kind `table-index`: an index that a table of ours has and apikit.yaml no longer wants. Nothing is made through it: wanted
 * ones come with their table. It goes at the end of a deploy, when the release that may have read from it is live no more.
 */
import type { Kind } from '../../../engine/resource.ts';
import { ownTables } from '../../arns/own-arns.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { deleteIndex } from '../table/table-updates.ts';

export interface TableIndexShape {
  kind: 'table-index';
  properties: Record<never, never>;
  attributes: {
    arn: string;
    name: string;
    /** The table's name. */
    table: string;
  };
  found: Record<never, never>;
}

export function tableIndexKind({ clients, clock }: KindDependencies): Kind<TableIndexShape> {
  return {
    kind: 'table-index',
    rights: [{ actions: ['dynamodb:DescribeTable', 'dynamodb:UpdateTable'], on: ownTables }],
    // Found with its table (`leftovers/former-consumers.ts`), and so never read by itself.
    read: async () => undefined,
    diff: () => [],
    async apply({ id }) {
      throw new Error(`${id} is made with its table`);
    },
    async remove(_resource, { attributes }, context) {
      const work = { client: await clients.dynamodb(), clock, context };
      await deleteIndex(work, String(attributes.table), String(attributes.name));
    },
  };
}
