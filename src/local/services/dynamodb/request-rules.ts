/**
 * Constraints of requests that DynamoDB checks before all others, or in other words than dynalite's. Its servers are changing their
 * words region by region; these are what most answered in October 2026 (dynamodb-conformance, `registry/splits.json` and
 * `tests/tier3`). Members have their types by then.
 */

import type { EngineOperation, Members } from './item-engine.ts';
import { isMembers } from './item-engine.ts';
import type { Rule } from './read-rules.ts';

const failed = (where: string, rule: string): string =>
  `1 validation error detected: Value ${where} failed to satisfy constraint: ${rule}`;
const atLeast = (length: number) => `Member must have length greater than or equal to ${length}`;
const atMost = (length: number) => `Member must have length less than or equal to ${length}`;

const tableName: Rule = ({ TableName }) => (TableName === '' ? failed("'' at 'tableName'", atLeast(1)) : undefined);

export const REQUEST_RULES: Partial<Record<EngineOperation, Rule>> = {
  GetItem: tableName,
  PutItem: tableName,
  UpdateItem: tableName,
  DeleteItem: tableName,
  Scan: tableName,
  Query: (input) =>
    tableName(input) ??
    (typeof input.Limit === 'number' && input.Limit < 1
      ? failed("at 'Limit'", 'Member must have value greater than or equal to 1')
      : undefined),
  BatchGetItem({ RequestItems }) {
    if (!isMembers(RequestItems)) return undefined;
    const tables = Object.entries(RequestItems);
    if (tables.length === 0) return failed("at 'RequestItems'", atLeast(1));
    for (const [table, request] of tables) {
      const keys = (request as Members).Keys;
      const where = `at 'RequestItems.${table}.member.Keys'`;
      if (Array.isArray(keys) && keys.length > 100) return failed(where, atMost(100));
      if (Array.isArray(keys) && keys.length === 0) return failed(where, atLeast(1));
    }
    return undefined;
  },
  BatchWriteItem({ RequestItems }) {
    if (!isMembers(RequestItems)) return undefined;
    const tables = Object.entries(RequestItems) as [string, unknown[]][];
    if (tables.length === 0) return 'The requestItems parameter is required for BatchWriteItem';
    if (tables.every(([, requests]) => requests.length > 0 && requests.length <= 25)) return undefined;
    // DynamoDB echoes the requests as Java prints them, in no two regions the same way.
    const shown = tables.map(
      ([table, requests]) => `${table}=[${requests.map((one) => JSON.stringify(one)).join(', ')}]`,
    );
    const rule = `Map value must satisfy constraint: [${atMost(25)}, ${atLeast(1)}]`;
    return failed(`'{${shown.join(', ')}}' at 'requestItems'`, rule);
  },
};
