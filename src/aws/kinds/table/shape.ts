/** The shape of a DynamoDB table. Types only. */
import type { Tags } from '../../../naming/tags.ts';
import type { KeyProperties, TableIndex } from '../../dynamodb/table-keys.ts';

export type TableProperties = KeyProperties & {
  pointInTimeRecovery: boolean;
  deletionProtection: boolean;
  /** `true` means SSE with `kmsKey`, or with the AWS managed key. */
  encryption: boolean;
  /** The ARN of the key. Absent: not compared, because AWS's own key looks like any other. */
  kmsKey?: string;
  /** The indexes by name. Other indexes do not count as a difference (`table-index`). */
  indexes?: Record<string, TableIndex>;
  /** The attribute with the time in seconds; `false` for off. Absent: not compared. */
  timeToLive?: string | false;
  /** A stream of old and new images. Default: off. */
  stream?: boolean;
  tags: Tags;
};

/** `provisioned`: the capacity of the table and its indexes is provisioned, by somebody else than apikit. */
export type FoundTable = TableProperties & { provisioned?: true };

export interface TableShape {
  kind: 'table';
  properties: TableProperties;
  attributes: {
    arn: string;
    name: string;
    /** The ARN of its stream, while the stream is on. */
    streamArn?: string;
    /** The ARN of the last stream, which stays after the stream is turned off. */
    lastStreamArn?: string;
    /** The table that serves in its place, and the one before that. */
    servedBy?: string;
    servedBefore?: string;
  };
  found: FoundTable;
}
