/** The shape of an event source mapping, which connects a stream to a function. Types only. */
import type { Later } from '../../../engine/resource.ts';
import type { Tags } from '../../../naming/tags.ts';

/** The function is the one that has the resource's own name. */
export type EventSourceProperties = {
  /** ARN of the stream. */
  source: Later<string>;
  batchSize: number;
  startingPosition: 'LATEST' | 'TRIM_HORIZON';
  /** A batch that fails is tried in halves. */
  bisect: boolean;
  retries: number;
  /** The function may say which records failed. */
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
    /** How many mappings there are besides. */
    others: number;
  };
}
