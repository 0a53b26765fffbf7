/** Single-item reads and writes that the engine carries out itself, and the members that it ignores. */
import { AwsError } from '../../cloud/aws-error.ts';
import { checkMembers } from '../../cloud/constraints.ts';
import { type Operation, type OperationContext, operation } from '../../cloud/operation.ts';
import { engineOf } from './engines.ts';
import { collectionMetrics } from './item-collections.ts';
import type { EngineOperation, Writer } from './item-engine.ts';
import { keyOf } from './item-key.ts';
import type { Members } from './members.ts';
import { isBeingCreated } from './tables.ts';

export const itemReads: readonly Operation[] = (['GetItem', 'Query', 'Scan'] as const).map(passOn);
export const itemWrites: readonly Operation[] = (['PutItem', 'UpdateItem', 'DeleteItem'] as const).map(write);

function passOn(name: EngineOperation): Operation {
  return operation<Members, unknown>({
    name,
    async run(input, context) {
      requireActive(input, context);
      return (await engineOf(context)).call(name, input);
    },
  });
}

/** A table that is not ACTIVE because of a state delay has no items yet. The engine has its own states. */
export function requireActive({ TableName, IndexName, RequestItems }: Members, context: OperationContext): void {
  const { transitions } = context.cloud;
  if (
    IndexName !== undefined &&
    transitions.pending(context, 'tableIndex', `${String(TableName)}/${String(IndexName)}`)
  ) {
    const words = `Cannot read from backfilling global secondary index: ${String(IndexName)}`;
    throw new AwsError('ValidationException', words);
  }
  const names = [TableName, ...Object.keys(RequestItems ?? {})];
  if (names.some((name) => isBeingCreated(context, String(name)))) {
    throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
  }
}

/** With `ReturnValuesOnConditionCheckFailure: ALL_OLD`, the error of a failed condition has the item. */
function write(name: 'PutItem' | 'UpdateItem' | 'DeleteItem'): Operation {
  return operation<Members, unknown>({
    name,
    async run(input, context) {
      const { ReturnValuesOnConditionCheckFailure: wanted, ...rest } = input;
      checkMembers('ValidationException', [
        ['returnValuesOnConditionCheckFailure', wanted, { oneOf: ['ALL_OLD', 'NONE'] }],
      ]);
      requireActive(rest, context);
      const engine = await engineOf(context);
      if (wanted !== 'ALL_OLD') return withMetrics(engine, rest, await engine.call(name, rest));
      return engine.atomically(async (writer) => {
        try {
          return await withMetrics(writer, rest, await writer.call(name, rest));
        } catch (error) {
          if (!(error instanceof AwsError && error.code === 'ConditionalCheckFailedException')) throw error;
          const { TableName } = rest;
          const Key = await keyOf(writer, rest);
          const { Item } = await writer.call('GetItem', { TableName, Key, ConsistentRead: true });
          // With an item, the member is `Message` (recorded: LocalStack's
          // `test_return_values_on_conditions_check_failure`, run on AWS).
          const members = Item === undefined ? {} : { Item, message: undefined, Message: error.message };
          throw new AwsError(error.code, error.message, { members });
        }
      });
    },
  });
}

/** A write of one item returns the metrics of one collection, without a table name. */
async function withMetrics(engine: Pick<Writer, 'call'>, input: Members, answer: Members): Promise<Members> {
  const metrics = await collectionMetrics(engine, input.ReturnItemCollectionMetrics, [input]);
  const [[collection] = []] = Object.values(metrics.ItemCollectionMetrics ?? {});
  return collection ? { ...answer, ItemCollectionMetrics: collection } : answer;
}
