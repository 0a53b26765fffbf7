/**
 * Kind `table-index`: an index of our table that apikit.yaml no longer has. It creates nothing: wanted indexes belong
 * to their table. It is removed at the end of a deploy, when the release that may have used it is no longer live.
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
    /** The name of the table. */
    table: string;
  };
  found: Record<never, never>;
}

export function tableIndexKind({ clients, clock }: KindDependencies): Kind<TableIndexShape> {
  return {
    kind: 'table-index',
    rights: [{ actions: ['dynamodb:DescribeTable', 'dynamodb:UpdateTable'], on: ownTables }],
    // The index is found with its table (`leftovers/former-consumers.ts`), and never read by itself.
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
