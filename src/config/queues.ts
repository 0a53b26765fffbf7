/**
 * `queues` of apikit.yaml: their schema (draft-07) and their defaults. The limits are SQS's own (API reference of
 * CreateQueue) and Lambda's (Developer Guide, "Using Lambda with Amazon SQS"). Pure.
 */
import { defaultRuntime } from './runtimes.ts';
import { type Schema, section } from './schema-node.ts';

export interface QueueConfig {
  fifo: boolean;
  /** In seconds. */
  visibilityTimeout: number;
  retentionDays: number;
  /** `false`: SQS tries again until the message is too old. */
  deadLetter: { after: number } | false;
  consumer?: QueueConsumer;
  /** The ARN of an existing queue, which the stage uses as it is. */
  import?: string;
}

export interface QueueConsumer {
  /** The path relative to the project's root. */
  handler: string;
  /** The runtime of the API's function, or the newest runtime of the consumer's own language. */
  runtime: string;
  batchSize: number;
  /** The number of batches at the same time; Lambda's own limit by default. */
  concurrency?: number;
}

export interface RawQueue extends Partial<Omit<QueueConfig, 'deadLetter' | 'consumer'>> {
  deadLetter?: { after?: number } | false;
  consumer?: string | Partial<Omit<QueueConsumer, 'runtime'>>;
}

const handler: Schema = {
  type: 'string',
  minLength: 1,
  description:
    "File with the consumer, relative to the project's folder: src/consume.ts. Its export is handler. Required.",
};

export const queuesSchema: Schema = {
  type: 'object',
  description:
    'SQS queues by name. An operation sends to one with x-apikit: { integration: { sqs: <name> } }, and a function consumes it (docs/events.md). QUEUE_<NAME> has the name in AWS for the handler.',
  propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9_-]*$' },
  additionalProperties: section('One queue.', {
    fifo: {
      type: 'boolean',
      description: 'Keeps the order of each message group. Cannot be changed later. Default: false.',
    },
    visibilityTimeout: {
      type: 'integer',
      minimum: 0,
      maximum: 43_200,
      description:
        "Seconds until a message that was not handled comes again. Default: six times the consumer's timeout, or 30 without a consumer.",
    },
    retentionDays: {
      type: 'integer',
      minimum: 1,
      maximum: 14,
      description: 'Days that SQS keeps a message. Default: 4.',
    },
    deadLetter: {
      description:
        'Moves a message that was received too often to a queue <name>-dead, which keeps it for 14 days; false turns this off. Default: after 5 receives.',
      oneOf: [
        section('When a message is moved.', {
          after: { type: 'integer', minimum: 1, maximum: 1000, description: 'Number of receives. Default: 5.' },
        }),
        { const: false },
      ],
    },
    consumer: {
      description: 'The function that consumes the queue: its file, or a section.',
      oneOf: [
        handler,
        section('The consumer.', {
          handler,
          batchSize: {
            type: 'integer',
            minimum: 1,
            maximum: 10,
            description: 'Messages in one call. Default: 10.',
          },
          concurrency: {
            type: 'integer',
            minimum: 2,
            maximum: 1000,
            description: 'Calls at the same time. Default: as many as Lambda starts.',
          },
        }),
      ],
    },
    import: {
      type: 'string',
      pattern: '^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,80}(\\.fifo)?$',
      description: 'ARN of an existing queue to use as it is. apikit does not change, tag or delete it.',
    },
  }),
};

/** Seconds. A batch takes longer than a request, and no caller waits for it. */
export const CONSUMER_TIMEOUT = 30;

/** AWS recommends this many timeouts of the function, so that Lambda can retry a throttled batch. */
export const TIMEOUTS = 6;

export interface FunctionSettings {
  readonly entry: string;
  readonly runtime: string;
  readonly timeout: number;
}

/** The timeout of a function that consumes a stream or a queue, in seconds. */
export const consumerTimeout = ({ timeout }: Pick<FunctionSettings, 'timeout'>): number =>
  Math.max(timeout, CONSUMER_TIMEOUT);

/** `imports`: whether the stage uses the queues of others, or has its own in their place. */
export function resolveQueue(
  { consumer: raw, deadLetter, import: imported, ...queue }: RawQueue,
  fn: FunctionSettings,
  imports: (arn: string) => boolean,
): QueueConfig {
  const consumer = raw === undefined ? undefined : resolveConsumer(raw, fn);
  return {
    fifo: imported?.endsWith('.fifo') ?? false,
    visibilityTimeout: consumer ? TIMEOUTS * consumerTimeout(fn) : 30,
    retentionDays: 4,
    deadLetter: deadLetter === false ? false : { after: 5, ...deadLetter },
    ...queue,
    ...(imported !== undefined && imports(imported) && { import: imported }),
    ...(consumer && { consumer }),
  };
}

function resolveConsumer(raw: NonNullable<RawQueue['consumer']>, fn: FunctionSettings): QueueConsumer {
  const section = typeof raw === 'string' ? { handler: raw } : raw;
  const { handler = '' } = section;
  return { batchSize: 10, ...section, handler, runtime: consumerRuntime(handler, fn) };
}

/** A consumer in another language than the API's handler has the newest runtime of its language. */
export function consumerRuntime(consumer: string, { entry, runtime }: Pick<FunctionSettings, 'entry' | 'runtime'>) {
  const isPython = (path: string) => path.endsWith('.py');
  return isPython(entry) === isPython(consumer) ? runtime : defaultRuntime(consumer);
}
