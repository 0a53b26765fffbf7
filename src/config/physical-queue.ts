/** The names of queues in AWS. Pure. */
import { queueName } from '../naming/names.ts';
import type { StageConfig } from './config.ts';

/** `queue` is its name in apikit.yaml. */
export function physicalQueue(config: Pick<StageConfig, 'app' | 'stage' | 'queues'>, queue: string): string {
  const { import: imported, fifo = false } = config.queues[queue] ?? {};
  return imported?.split(':').at(-1) ?? queueName(config, queue, fifo);
}
