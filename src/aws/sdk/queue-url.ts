/** The address of a queue, which SQS's calls need instead of its name. Pure. */
import type { TargetFacts } from './target-facts.ts';

/** The form of the URL is documented (SQS Developer Guide, "Queue and message identifiers"). */
export function queueUrl({ partition, region, account, endpoint }: TargetFacts, name: string): string {
  const domain = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `${endpoint ?? `https://sqs.${region}.${domain}`}/${account}/${name}`;
}
