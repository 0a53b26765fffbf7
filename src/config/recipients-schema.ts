/** `notify` of `apikit.yaml` as JSON Schema: the recipients of alarms and budgets. */
import type { Schema } from './schema-node.ts';

const ADDRESS = '[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+';

/**
 * One recipient or a list: e-mail addresses, ARNs of standard topics in these `partitions` (neither CloudWatch nor AWS
 * Budgets publishes to FIFO topics), and `words` that apikit defines. `partitions` is part of a regular expression.
 */
export function recipientsSchema(
  description: string,
  { partitions, words = [] }: { partitions: string; words?: readonly string[] },
): Schema {
  const topic = `arn:${partitions}:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}`;
  const recipient: Schema = { type: 'string', pattern: `^(${[...words, ADDRESS, topic].join('|')})$` };
  return { description, oneOf: [recipient, { type: 'array', uniqueItems: true, items: recipient }] };
}
