/** The address of a queue, which SQS's calls need instead of its name. Pure. */
import { dnsSuffixOf } from '../../naming/regions.ts';
import type { TargetFacts } from './target-facts.ts';

/** The form of the URL is documented (SQS Developer Guide, "Queue and message identifiers"). */
export function queueUrl({ partition, region, account, endpoint }: TargetFacts, name: string): string {
  return `${endpoint ?? `https://sqs.${region}.${dnsSuffixOf(partition)}`}/${account}/${name}`;
}
