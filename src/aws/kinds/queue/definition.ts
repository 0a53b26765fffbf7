/** Describes the kind `queue`. */
import { deadLetterOf } from '../../../naming/names.ts';
import type { KindDefinition } from '../definition.ts';
import { functionEnvironment } from '../table/definition.ts';
import { queueKind } from './queue.ts';
import { queueSearch } from './search.ts';
import type { QueueShape } from './shape.ts';

export const queue: KindDefinition<QueueShape> = {
  kind: 'queue',
  plural: 'queues',
  create: queueKind,
  former: {
    keep: 'data',
    // The environment of the function names the queues in use.
    leftOver: ({ observed }) =>
      Object.entries(functionEnvironment(observed)).flatMap(([variable, name]) =>
        variable.startsWith('QUEUE_') ? [name, deadLetterOf(name)] : [],
      ),
  },
  search: queueSearch,
};
