/** TransactGetItems: reads all items at the same point between two writes. */
import { operation } from '../../cloud/operation.ts';
import { engineOf } from './engines.ts';
import type { Members } from './members.ts';
import {
  cancelled,
  doubledCapacity,
  PASSED,
  type Reason,
  reasonOf,
  refuseDuplicates,
  requireActiveTables,
  withoutTableName,
} from './transactions.ts';

interface Input {
  TransactItems: { Get: Members }[];
  ReturnConsumedCapacity?: string;
}

export const transactGetItems = operation<Input, unknown>({
  name: 'TransactGetItems',
  async run({ TransactItems, ReturnConsumedCapacity }, context) {
    const requests = TransactItems.map(({ Get }) => Get);
    requireActiveTables(requests, context);
    const engine = await engineOf(context);
    return engine.atomically((writer) => {
      refuseDuplicates(writer, requests);
      const answers: Members[] = [];
      const reasons: Reason[] = [];
      for (const request of requests) {
        try {
          answers.push(writer.call('GetItem', { ...request, ConsistentRead: true, ReturnConsumedCapacity }));
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
