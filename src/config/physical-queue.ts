/** The names and ARNs of queues in AWS. Pure. */
import type { ArnScope } from '../naming/arn-scope.ts';
import { queueArn } from '../naming/arns.ts';
import { queueName } from '../naming/names.ts';
import type { StageConfig } from './config.ts';

type Queues = Pick<StageConfig, 'app' | 'stage' | 'queues'>;

/** `queue` is its name in apikit.yaml. */
export function physicalQueue(config: Queues, queue: string): string {
  const { import: imported, fifo = false } = config.queues[queue] ?? {};
  return imported?.split(':').at(-1) ?? queueName(config, queue, fifo);
}

export function queueArnOf(config: Queues, queue: string, scope: ArnScope): string {
  return config.queues[queue]?.import ?? queueArn(scope, physicalQueue(config, queue));
}
