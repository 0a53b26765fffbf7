/** The parts that both kinds of transaction share: reasons of a cancellation, one request per item, and capacity. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { Writer } from './item-engine.ts';
import { keyOf } from './item-key.ts';
import { readItem } from './items/read-value.ts';
import { requireActive } from './items.ts';
import type { Members } from './members.ts';

/** Throws ResourceNotFoundException if a state delay keeps a table in CREATING. */
export function requireActiveTables(requests: readonly Members[], context: OperationContext): void {
  for (const { TableName } of requests) requireActive({ TableName }, context);
}

/**
 * In a transaction, the error for a missing table has no table name (dynamodb-conformance,
 * `transactWriteItems.test.ts`).
 */
export function withoutTableName(error: unknown): unknown {
  const isMissing = error instanceof AwsError && error.code === 'ResourceNotFoundException';
  return isMissing ? new AwsError(error.code, 'Requested resource not found') : error;
}

export interface Reason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: unknown;
}

export const PASSED: Reason = { Code: 'None' };

/**
 * Returns the reason why a request's error cancels the transaction; `undefined` for an error of the call itself. A
 * malformed request is an error of the call; a problem with its item cancels the transaction. An empty key is an error
 * of the call.
 */
export function reasonOf(error: unknown): Reason | undefined {
  if (!(error instanceof AwsError && error.code === 'ValidationException')) return undefined;
  const ofForm = /^Invalid |^Expression|^\d+ validation error|unused|^One or more parameter values are not valid\./;
  return ofForm.test(error.message) ? undefined : { Code: 'ValidationError', Message: error.message };
}

export function cancelled(reasons: readonly Reason[]): AwsError {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { members: { CancellationReasons: reasons } },
  );
}

/** Throws ValidationException if two requests have the same item. */
export function refuseDuplicates(writer: Writer, requests: readonly Members[]): void {
  const seen = new Set<string>();
  for (const request of requests) {
    const key = Object.entries(keyIn(writer, request)).sort(([a], [b]) => (a < b ? -1 : 1));
    const item = JSON.stringify([request.TableName, key]);
    if (seen.has(item)) {
      throw new AwsError('ValidationException', 'Transaction request cannot include multiple operations on one item');
    }
    seen.add(item);
  }
}

/** Returns the key with its numbers in normal form, or as it is if it is malformed: the request reports that itself. */
function keyIn(writer: Writer, request: Members): Members {
  let key: Members;
  try {
    key = keyOf(writer, request);
  } catch (error) {
    throw withoutTableName(error);
  }
  try {
    return readItem(key);
  } catch (error) {
    if (error instanceof AwsError) return key;
    throw error;
  }
}

/**
 * Returns `ConsumedCapacity` by table. A transaction prepares and commits, so every unit of a write or of a consistent
 * read counts twice.
 */
export function doubledCapacity(answers: readonly Members[], wanted: string | undefined): Members {
  if (wanted === undefined || wanted === 'NONE') return {};
  const units = new Map<string, number>();
  for (const { ConsumedCapacity } of answers) {
    const { TableName, CapacityUnits } = (ConsumedCapacity ?? {}) as { TableName?: string; CapacityUnits?: number };
    if (TableName !== undefined) units.set(TableName, (units.get(TableName) ?? 0) + 2 * (CapacityUnits ?? 0));
  }
  return { ConsumedCapacity: [...units].map(([TableName, CapacityUnits]) => ({ TableName, CapacityUnits })) };
}
