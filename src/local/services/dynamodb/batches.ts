/** BatchGetItem and BatchWriteItem: their own constraints, and the metrics of collections. */
import { AwsError } from '../../cloud/aws-error.ts';
import { type Operation, operation } from '../../cloud/operation.ts';
import { engineOf } from './engines.ts';
import { collectionMetrics } from './item-collections.ts';
import { requireActive } from './items.ts';
import { isMembers, type Members } from './members.ts';

/*
 * DynamoDB is changing the texts for batches region by region; these are the texts of most regions in October 2026
 * (dynamodb-conformance, `registry/splits.json` and `tests/tier3`).
 */
const MAX_KEYS = 100;
const MAX_WRITES = 25;

export const batchGetItem: Operation = operation<Members, unknown>({
  name: 'BatchGetItem',
  async run(input, context) {
    checkKeys(input.RequestItems as Record<string, Members>);
    requireActive(input, context);
    return (await engineOf(context)).call('BatchGetItem', input);
  },
});

export const batchWriteItem: Operation = operation<Members, unknown>({
  name: 'BatchWriteItem',
  async run(input, context) {
    const tables = input.RequestItems as Record<string, Members[]>;
    checkWrites(tables);
    requireActive(input, context);
    const engine = await engineOf(context);
    return engine.atomically((writer) => {
      const output = writer.call('BatchWriteItem', input);
      return { ...output, ...collectionMetrics(writer, input.ReturnItemCollectionMetrics, writesOf(tables)) };
    });
  },
});

function checkKeys(tables: Record<string, Members>): void {
  const requests = Object.entries(tables);
  if (requests.length === 0) throw failed("at 'RequestItems'", atLeast(1));
  for (const [table, { Keys }] of requests) {
    const where = `at 'RequestItems.${table}.member.Keys'`;
    const count = (Keys as unknown[]).length;
    if (count > MAX_KEYS) throw failed(where, atMost(MAX_KEYS));
    if (count === 0) throw failed(where, atLeast(1));
  }
}

function checkWrites(tables: Record<string, Members[]>): void {
  const requests = Object.entries(tables);
  if (requests.length === 0) throw refusal('The requestItems parameter is required for BatchWriteItem');
  if (requests.every(([, writes]) => writes.length > 0 && writes.length <= MAX_WRITES)) return;
  // DynamoDB prints the requests in Java's format, differently in each region.
  const shown = requests.map(([table, writes]) => `${table}=[${writes.map((one) => JSON.stringify(one)).join(', ')}]`);
  const rule = `Map value must satisfy constraint: [${atMost(MAX_WRITES)}, ${atLeast(1)}]`;
  throw failed(`'{${shown.join(', ')}}' at 'requestItems'`, rule);
}

const writesOf = (tables: Record<string, Members[]>): Members[] =>
  Object.entries(tables).flatMap(([TableName, requests]) =>
    requests.flatMap((request) =>
      Object.values(request)
        .filter(isMembers)
        .map((write) => ({ ...write, TableName })),
    ),
  );

const atLeast = (length: number) => `Member must have length greater than or equal to ${length}`;
const atMost = (length: number) => `Member must have length less than or equal to ${length}`;

const failed = (where: string, rule: string): AwsError =>
  refusal(`1 validation error detected: Value ${where} failed to satisfy constraint: ${rule}`);
const refusal = (message: string): AwsError => new AwsError('ValidationException', message);
