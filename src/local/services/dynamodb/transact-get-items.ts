/** TransactGetItems: all items as they are between two writes. */
import { checkMembers } from '../../constraints.ts';
import { operation } from '../../operation.ts';
import { engineOf } from './engines.ts';
import type { Members } from './item-engine.ts';
import { doubledCapacity, refuseDuplicates } from './transactions.ts';

interface Input {
  TransactItems: { Get: Members }[];
  ReturnConsumedCapacity?: string;
}

export const transactGetItems = operation<Input, unknown>({
  name: 'TransactGetItems',
  async run({ TransactItems, ReturnConsumedCapacity }, context) {
    checkMembers('ValidationException', [
      ['transactItems', TransactItems, { required: true, minLength: 1, maxLength: 100 }],
    ]);
    const engine = await engineOf(context);
    return engine.atomically(async (writer) => {
      await refuseDuplicates(
        writer,
        TransactItems.map(({ Get }) => Get),
      );
      const answers: Members[] = [];
      for (const { Get } of TransactItems)
        answers.push(await writer.call('GetItem', { ...Get, ReturnConsumedCapacity }));
      return {
        Responses: answers.map(({ Item }) => (Item === undefined ? {} : { Item })),
        ...doubledCapacity(answers, ReturnConsumedCapacity),
      };
    });
  },
});
