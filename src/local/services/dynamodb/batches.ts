/** BatchGetItem and BatchWriteItem: adds the parts of the responses that the engine does not have. */
import { type Operation, operation } from '../../cloud/operation.ts';
import { engineOf } from './engines.ts';
import { collectionMetrics } from './item-collections.ts';
import { requireActive } from './items.ts';
import { isMembers, type Members } from './members.ts';

/** Unprocessed keys are returned in the form of the request, with their projection, too. */
export const batchGetItem: Operation = operation<Members, unknown>({
  name: 'BatchGetItem',
  async run(input, context) {
    requireActive(input, context);
    const answer = await (await engineOf(context)).call('BatchGetItem', input);
    const unread = Object.entries(answer.UnprocessedKeys as Record<string, Members>).map(([table, { Keys }]) => [
      table,
      { ...((input.RequestItems as Members)[table] as Members), Keys },
    ]);
    return { ...answer, UnprocessedKeys: Object.fromEntries(unread) };
  },
});

export const batchWriteItem: Operation = operation<Members, unknown>({
  name: 'BatchWriteItem',
  async run(input, context) {
    requireActive(input, context);
    const engine = await engineOf(context);
    const answer = await engine.call('BatchWriteItem', input);
    const writes = writesOf(input.RequestItems as Members);
    return { ...answer, ...(await collectionMetrics(engine, input.ReturnItemCollectionMetrics, writes)) };
  },
});

const writesOf = (tables: Members): Members[] =>
  Object.entries(tables).flatMap(([TableName, requests]) =>
    (requests as Record<string, Members>[]).flatMap((request) =>
      Object.values(request)
        .filter(isMembers)
        .map((write) => ({ ...write, TableName })),
    ),
  );
