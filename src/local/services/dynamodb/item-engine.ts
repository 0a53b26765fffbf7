/**
 * What the DynamoDB service needs of an item engine: nothing else in the cloud knows which one it is (docs/adr/0002).
 * One engine holds the tables of one region.
 */

import type { StreamRecord } from './stream-records.ts';

export type Members = Record<string, unknown>;

export const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Operations that an engine answers itself, with DynamoDB's own input and output shapes. */
export type EngineOperation =
  | 'BatchGetItem'
  | 'BatchWriteItem'
  | 'CreateTable'
  | 'DeleteItem'
  | 'DeleteTable'
  | 'DescribeTable'
  | 'GetItem'
  | 'ListTables'
  | 'PutItem'
  | 'Query'
  | 'Scan'
  | 'UpdateItem'
  | 'UpdateTable';

/** One change of the global secondary indexes of a table, checked before. */
export type IndexChange =
  | { readonly create: Members; readonly attributes: readonly Members[] }
  | { readonly remove: string };

export interface Restore {
  readonly source: string;
  readonly target: string;
  /** epoch milliseconds */
  readonly at: number;
  /** Lays the request's overrides over the record of the source. */
  adapt(table: Members): Members;
}

export interface ItemEngine {
  /**
   * Throws `AwsError` with DynamoDB's code and words. Writes are durable against `kill -9` when it resolves. `expiring`: the
   * write is time to live's, which streams tell.
   */
  call(operation: EngineOperation, input: Members, expiring?: boolean): Promise<Members>;
  /** Makes or drops an index of an ACTIVE table; it and the table take a while to be ACTIVE again. Returns the table. */
  changeIndexes(tableName: string, change: IndexChange): Promise<Members>;
  /** Records of a stream after a sequence number, oldest first. */
  streamRecords(stream: string, range: { after: string; limit: number }): Promise<StreamRecord[]>;
  /** The number after which everything is that is written from now on. */
  latestSequence(): string;
  /** Drops the records of a stream up to a sequence number; all of them without one. */
  trimStream(stream: string, upTo?: string): Promise<void>;
  /**
   * Makes a table of what another one, which has recovery, was like at a time (epoch milliseconds); it takes a while to be ACTIVE.
   * Throws `AwsError` where the name is taken. Returns the table.
   */
  restoreTable(restore: Restore): Promise<Members>;
  /** Drops the changes by which a table can be restored, up to a time; all of them without one. */
  trimChanges(tableName: string, upTo?: number): Promise<void>;
  /** Drops the oldest changes where there are more than so many; resolves with the time of the last that is gone, if any. */
  boundChanges(tableName: string, keep: number): Promise<number | undefined>;
  /**
   * Runs `work` while no other writer runs. Its writes become visible and durable together when it resolves, and
   * never when it throws.
   */
  atomically<T>(work: (writer: Writer) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface Writer {
  call(operation: EngineOperation, input: Members): Promise<Members>;
  /** Runs a writing operation for its checks alone: what it would write is dropped. */
  rehearse(operation: EngineOperation, input: Members): Promise<void>;
  /** Calls back when the writes are durable and before the next writer runs. */
  whenWritten(callback: () => void): void;
}
