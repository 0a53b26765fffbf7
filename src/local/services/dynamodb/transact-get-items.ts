/** TransactGetItems: reads all items at the same point between two writes. */
import { checkMembers } from '../../cloud/constraints.ts';
import { engineOf } from './engines.ts';
import type { Members } from './members.ts';
import { shapedOperation } from './request-shape.ts';
import {
  cancelled,
  doubledCapacity,
  PASSED,
  RETURN_CONSUMED_CAPACITY,
  type Reason,
  reasonOf,
  refuseDuplicates,
  requestMembers,
  withoutTableName,
} from './transactions.ts';

interface Input {
  TransactItems: { Get: Members }[];
  ReturnConsumedCapacity?: string;
}

export const transactGetItems = shapedOperation<Input, unknown>({
  name: 'TransactGetItems',
  shape: { TransactItems: [{ Get: { TableName: 'string', Key: { '*': {} } } }], ReturnConsumedCapacity: 'string' },
  async run({ TransactItems, ReturnConsumedCapacity }, context) {
    checkMembers('ValidationException', [
      ['returnConsumedCapacity', ReturnConsumedCapacity, RETURN_CONSUMED_CAPACITY],
      ['transactItems', TransactItems, { required: true, minLength: 1, maxLength: 100 }],
      ...(TransactItems ?? []).flatMap(({ Get }, index) => [
        [`transactItems.${index + 1}.member.get`, Get, { required: true }] as const,
        ...(Get ? requestMembers(`transactItems.${index + 1}.member.get`, Get, ['Key']) : []),
      ]),
    ]);
    const engine = await engineOf(context);
    return engine.atomically(async (writer) => {
      await refuseDuplicates(
        writer,
        TransactItems.map(({ Get }) => Get),
      );
      const answers: Members[] = [];
      const reasons: Reason[] = [];
      for (const { Get } of TransactItems) {
        try {
          answers.push(await writer.call('GetItem', { ...Get, ReturnConsumedCapacity }));
          reasons.push(PASSED);
        } catch (error) {
          const reason = reasonOf(error);
          if (!reason) throw withoutTableName(error);
          reasons.push(reason);
        }
      }
      if (reasons.some((reason) => reason !== PASSED)) throw cancelled(reasons);
      return {
        Responses: answers.map(({ Item }) => (Item === undefined ? {} : { Item })),
        ...doubledCapacity(answers, ReturnConsumedCapacity),
      };
    });
  },
});
