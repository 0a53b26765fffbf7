/** `topics` of apikit.yaml: the SNS topics to which operations publish. Their schema (draft-07) and defaults. Pure. */
import { consumerRuntime, type FunctionSettings } from './queues.ts';
import { type Schema, section } from './schema-node.ts';

export interface TopicConfig {
  /** The queues that get each message, by their names in apikit.yaml. */
  subscribe: string[];
  /** The function that gets each message. */
  consumer?: TopicConsumer;
  /** The ARN of an existing topic, to which the stage only publishes. */
  import?: string;
}

interface TopicConsumer {
  /** The path relative to the project's root. */
  handler: string;
  runtime: string;
}

export interface RawTopic extends Partial<Omit<TopicConfig, 'consumer'>> {
  consumer?: string;
}

export const topicsSchema: Schema = {
  type: 'object',
  description:
    'SNS topics by name. An operation publishes to one with x-apikit: { integration: { sns: <name> } } (docs/events.md). TOPIC_<NAME> has the ARN for the handler.',
  propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9_-]*$' },
  additionalProperties: section('One topic.', {
    subscribe: {
      type: 'array',
      uniqueItems: true,
      items: { type: 'string', minLength: 1 },
      description: 'Names under queues: each of these queues gets every message, as the body was sent. Default: none.',
    },
    consumer: {
      type: 'string',
      minLength: 1,
      description:
        "File with a function that gets every message, relative to the project's folder: src/on-created.ts. Its export is handler. Default: none.",
    },
    import: {
      type: 'string',
      pattern: '^arn:aws[a-z-]*:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,256}$',
      description: 'ARN of an existing topic to publish to. apikit does not change, tag or delete it.',
    },
  }),
};

/** `imports`: whether the stage publishes to the topics of others, or has its own in their place. */
export function resolveTopic(
  { consumer, import: imported, ...topic }: RawTopic,
  fn: FunctionSettings,
  imports: (arn: string) => boolean,
): TopicConfig {
  return {
    subscribe: [],
    ...topic,
    ...(consumer !== undefined && { consumer: { handler: consumer, runtime: consumerRuntime(consumer, fn) } }),
    ...(imported !== undefined && imports(imported) && { import: imported }),
  };
}
