/** Describes the kind `queue`. */
import type { Observed } from '../../../engine/resource.ts';
import { baseName, deadLetterOf, type StageIdentity } from '../../../naming/names.ts';
import { isHistory } from '../../releases/release-record.ts';
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
    leftOver: ({ owner, observed }) => queuesInUse(owner, observed).flatMap((name) => [name, deadLetterOf(name)]),
  },
  search: queueSearch,
};

/**
 * The names of queues that the stage has or had: those in the environment of the function, and those in the records of
 * its releases. A deploy that was cut off has changed the environment, but has not removed the consumers.
 */
function queuesInUse(owner: StageIdentity, observed: ReadonlyMap<string, Observed>): string[] {
  const prefix = `${baseName(owner)}-`;
  const now = Object.entries(functionEnvironment(observed)).flatMap(([variable, name]) =>
    variable.startsWith('QUEUE_') && name.startsWith(prefix) ? [name] : [],
  );
  const history = observed.get('release')?.attributes.history;
  const before = isHistory(history) ? history.flatMap(({ record }) => record.queues?.split(' ') ?? []) : [];
  return [...new Set([...now, ...before.map((end) => prefix + end)])];
}
