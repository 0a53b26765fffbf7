/** The shape of an event source mapping, which connects a stream to a function. Types only. */
import type { Later } from '../../../engine/resource.ts';
import type { Tags } from '../../../naming/tags.ts';

/** The function has the same name as the resource. */
export type EventSourceProperties = {
  /** The ARN of the stream. */
  source: Later<string>;
  batchSize: number;
  startingPosition: 'LATEST' | 'TRIM_HORIZON';
  /** Whether a failing batch is split into halves. */
  bisect: boolean;
  retries: number;
  /** Whether the function may report which records failed. */
  reportFailures: boolean;
  tags: Tags;
};

export interface EventSourceShape {
  kind: 'event-source';
  properties: EventSourceProperties;
  attributes: {
    id: string;
    arn?: string;
    /** The IDs of all mappings that connect a stream to the function. */
    ids: string[];
  };
  found: EventSourceProperties & {
    enabled: boolean;
    /** The number of other mappings of the function. */
    others: number;
  };
}
