/** Reads and writes of single items, and queries and scans. */
import { AwsError } from '../../cloud/aws-error.ts';
import { type Operation, type OperationContext, operation } from '../../cloud/operation.ts';
import { engineOf } from './engines.ts';
import { collectionMetrics } from './item-collections.ts';
import type { EngineOperation, Writer } from './item-engine.ts';
import { keyOf } from './item-key.ts';
import type { Members } from './members.ts';
import { stillFilling } from './store/read-requests.ts';
import { checkTableName } from './table-form.ts';
import { isBeingCreated } from './tables.ts';

export const itemReads: readonly Operation[] = (['GetItem', 'Query', 'Scan'] as const).map(read);
export const itemWrites: readonly Operation[] = (['PutItem', 'UpdateItem', 'DeleteItem'] as const).map(write);

function read(name: EngineOperation): Operation {
  return operation<Members, unknown>({
    name,
    async run(input, context) {
      checkTableName(input);
      if (name === 'Query') checkLimit(input);
      requireActive(input, context);
      return (await engineOf(context)).call(name, input);
    },
  });
}

/** Query's check of the limit is of a newer kind than Scan's (dynamodb-conformance, `error-messages`). */
function checkLimit({ Limit }: Members): void {
  if (Limit === undefined || Number(Limit) >= 1) return;
  const rule = 'Member must have value greater than or equal to 1';
  const message = `1 validation error detected: Value at 'Limit' failed to satisfy constraint: ${rule}`;
  throw new AwsError('ValidationException', message);
}

/** A table that is not ACTIVE because of a state delay has no items yet. The engine has its own states. */
export function requireActive({ TableName, IndexName, RequestItems }: Members, context: OperationContext): void {
  const { transitions } = context.cloud;
  if (
    IndexName !== undefined &&
    transitions.pending(context, 'tableIndex', `${String(TableName)}/${String(IndexName)}`)
  ) {
    throw stillFilling(String(IndexName));
  }
  const names = [TableName, ...Object.keys(RequestItems ?? {})];
  if (names.some((name) => isBeingCreated(context, String(name)))) {
    throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
  }
}

function write(name: 'PutItem' | 'UpdateItem' | 'DeleteItem'): Operation {
  return operation<Members, unknown>({
    name,
    async run(input, context) {
      checkTableName(input);
      requireActive(input, context);
      const engine = await engineOf(context);
      return engine.atomically((writer) => {
        try {
          return withMetrics(writer, input, writer.call(name, input));
        } catch (error) {
          throw withItem(writer, input, error);
        }
      });
    },
  });
}

/** With `ReturnValuesOnConditionCheckFailure: ALL_OLD`, the error of a failed condition has the item. */
function withItem(writer: Writer, input: Members, error: unknown): unknown {
  if (!(error instanceof AwsError && error.code === 'ConditionalCheckFailedException')) return error;
  if (input.ReturnValuesOnConditionCheckFailure !== 'ALL_OLD') return error;
  const { TableName } = input;
  const { Item } = writer.call('GetItem', { TableName, Key: keyOf(writer, input), ConsistentRead: true });
  if (Item === undefined) return error;
  // With an item, the member is `Message` (recorded: LocalStack's `test_return_values_on_conditions_check_failure`, run
  // on AWS).
  return new AwsError(error.code, error.message, { members: { Item, message: undefined, Message: error.message } });
}

/** A write of one item returns the metrics of one collection, without a table name. */
function withMetrics(writer: Writer, input: Members, answer: Members): Members {
  const metrics = collectionMetrics(writer, input.ReturnItemCollectionMetrics, [input]);
  const [[collection] = []] = Object.values(metrics.ItemCollectionMetrics ?? {});
  return collection ? { ...answer, ItemCollectionMetrics: collection } : answer;
}
