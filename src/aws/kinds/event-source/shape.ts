/** The shape of an event source mapping, which connects a stream or a queue to a function. Types only. */
import type { Later } from '../../../engine/resource.ts';
import type { Tags } from '../../../naming/tags.ts';

/** The function has the same name as the resource. */
export type EventSourceProperties = {
  /** The ARN of the stream or queue. */
  source: Later<string>;
  batchSize: number;
  /** Streams only. */
  startingPosition?: 'LATEST' | 'TRIM_HORIZON';
  /** Streams only: whether a failing batch is split into halves. */
  bisect?: boolean;
  /** Streams only. */
  retries?: number;
  /** Streams only: seconds, or -1 for records of any age. */
  maxAge?: number;
  /** Streams only: the ARN of the queue that is told about skipped records. `false`: none is. */
  onFailure?: Later<string> | false;
  /** Queues only: the number of batches at the same time. `false`: as many as Lambda starts. */
  concurrency?: number | false;
  /** Whether the function may report which records or messages failed. */
  reportFailures: boolean;
  tags: Tags;
};

export interface EventSourceShape {
  kind: 'event-source';
  properties: EventSourceProperties;
  attributes: {
    id: string;
    arn?: string;
    /** The IDs of all mappings that connect a stream or a queue to the function. */
    ids: string[];
  };
  found: EventSourceProperties & {
    enabled: boolean;
    /** The number of other mappings of the function. */
    others: number;
  };
}
