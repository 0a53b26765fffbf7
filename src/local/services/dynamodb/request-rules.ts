/**
 * Constraints that DynamoDB checks before all others, or reports with other texts than dynalite. DynamoDB is changing
 * its texts region by region; these are the texts of most regions in October 2026 (dynamodb-conformance,
 * `registry/splits.json` and `tests/tier3`). The types of the members are already checked.
 */
import { AwsError } from '../../cloud/aws-error.ts';
import { checkMembers } from '../../cloud/constraints.ts';
import type { EngineOperation } from './item-engine.ts';
import { isMembers, type Members } from './members.ts';

/** Throws ValidationException. */
type Check = (input: Members) => void;

const refusal = (words: string) => new AwsError('ValidationException', words);
const failed = (where: string, rule: string) =>
  refusal(`1 validation error detected: Value ${where} failed to satisfy constraint: ${rule}`);
const atLeast = (length: number) => `Member must have length greater than or equal to ${length}`;
const atMost = (length: number) => `Member must have length less than or equal to ${length}`;

const tableName: Check = ({ TableName }) =>
  checkMembers('ValidationException', [['tableName', TableName, { minLength: 1 }]]);

export const REQUEST_RULES: Partial<Record<EngineOperation, Check>> = {
  GetItem: tableName,
  PutItem: tableName,
  UpdateItem: tableName,
  DeleteItem: tableName,
  Scan: tableName,
  Query(input) {
    tableName(input);
    if (typeof input.Limit === 'number' && input.Limit < 1) {
      throw failed("at 'Limit'", 'Member must have value greater than or equal to 1');
    }
  },
  BatchGetItem({ RequestItems }) {
    if (!isMembers(RequestItems)) return;
    const tables = Object.entries(RequestItems);
    if (tables.length === 0) throw failed("at 'RequestItems'", atLeast(1));
    for (const [table, request] of tables) {
      const keys = (request as Members).Keys;
      const where = `at 'RequestItems.${table}.member.Keys'`;
      if (Array.isArray(keys) && keys.length > 100) throw failed(where, atMost(100));
      if (Array.isArray(keys) && keys.length === 0) throw failed(where, atLeast(1));
    }
  },
  BatchWriteItem({ RequestItems }) {
    if (!isMembers(RequestItems)) return;
    const tables = Object.entries(RequestItems) as [string, unknown[]][];
    if (tables.length === 0) throw refusal('The requestItems parameter is required for BatchWriteItem');
    if (tables.every(([, requests]) => requests.length > 0 && requests.length <= 25)) return;
    // DynamoDB prints the requests in Java's format, differently in each region.
    const shown = tables.map(
      ([table, requests]) => `${table}=[${requests.map((one) => JSON.stringify(one)).join(', ')}]`,
    );
    const rule = `Map value must satisfy constraint: [${atMost(25)}, ${atLeast(1)}]`;
    throw failed(`'{${shown.join(', ')}}' at 'requestItems'`, rule);
  },
};
