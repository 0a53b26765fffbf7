/** What both kinds of transaction share: one request for each item, and capacity that counts double. */
import { AwsError } from '../../aws-error.ts';
import type { Members, Writer } from './item-engine.ts';
import { keyOf } from './item-key.ts';

/** Throws ValidationException when two requests are about the same item. */
export async function refuseDuplicates(writer: Writer, requests: readonly Members[]): Promise<void> {
  const seen = new Set<string>();
  for (const request of requests) {
    const key = Object.entries(await keyOf(writer, request)).sort(([a], [b]) => (a < b ? -1 : 1));
    const item = JSON.stringify([request.TableName, key]);
    if (seen.has(item)) {
      throw new AwsError('ValidationException', 'Transaction request cannot include multiple operations on one item');
    }
    seen.add(item);
  }
}

/** `ConsumedCapacity` by table: a transaction prepares and commits, so every unit counts twice. */
export function doubledCapacity(answers: readonly Members[], wanted: string | undefined): Members {
  if (wanted === undefined || wanted === 'NONE') return {};
  const units = new Map<string, number>();
  for (const { ConsumedCapacity } of answers) {
    const { TableName, CapacityUnits } = (ConsumedCapacity ?? {}) as { TableName?: string; CapacityUnits?: number };
    if (TableName !== undefined) units.set(TableName, (units.get(TableName) ?? 0) + 2 * (CapacityUnits ?? 0));
  }
  return { ConsumedCapacity: [...units].map(([TableName, CapacityUnits]) => ({ TableName, CapacityUnits })) };
}
