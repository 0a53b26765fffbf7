/** The shape of a DynamoDB table. Types only. */
import type { Tags } from '../../../naming/tags.ts';
import type { KeyProperties, TableIndex } from '../../dynamodb/table-keys.ts';

export type TableProperties = KeyProperties & {
  pointInTimeRecovery: boolean;
  deletionProtection: boolean;
  /** `true`: SSE with `kmsKey`, or the AWS managed key. */
  encryption: boolean;
  /** ARN. Absent: not compared, since AWS's own key looks like any other. */
  kmsKey?: string;
  /** By name; those that are there besides are no difference (`table-index`). */
  indexes?: Record<string, TableIndex>;
  /** Attribute with the epoch second, `false` for off. Absent: not looked at. */
  timeToLive?: string | false;
  /** A stream of old and new images. Absent: off. */
  stream?: boolean;
  tags: Tags;
};

export interface TableShape {
  kind: 'table';
  properties: TableProperties;
  attributes: {
    arn: string;
    name: string;
    /** The ARN of its stream, while that is on. */
    streamArn?: string;
    /** The ARN of the last stream, which stays when the stream is turned off. */
    lastStreamArn?: string;
    /** The table that serves in its place, and the one before that. */
    servedBy?: string;
    servedBefore?: string;
  };
  found: TableProperties;
}
