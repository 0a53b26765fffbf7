/**
 * The interface through which the DynamoDB service reads and writes items (docs/adr/0002). One engine has the tables of
 * one region. From `store/`, the service uses only types, checks of definitions and texts of errors.
 */
import type { Members } from './members.ts';
import type { StreamRecord } from './stream-records.ts';

/** Operations that the engine itself carries out, with DynamoDB's input and output shapes. */
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

/** A change of the global secondary indexes of a table, which is already checked. `attributes` are all definitions. */
export type IndexChange =
  | { readonly create: Members; readonly attributes: readonly Members[] }
  | { readonly remove: string };

export interface Restore {
  readonly source: string;
  readonly target: string;
  /** epoch milliseconds */
  readonly at: number;
  /** Applies the request's overrides to the record of the source. */
  adapt(table: Members): Members;
}

export interface ItemEngine {
  /**
   * Throws `AwsError` with DynamoDB's code and text. Writes are durable against `kill -9` when it resolves. `expiring`
   * marks a write by time to live, which stream records show.
   */
  call(operation: EngineOperation, input: Members, expiring?: boolean): Promise<Members>;
  /**
   * Creates or drops an index of an ACTIVE table; index and table take a while to be ACTIVE again. Returns the table.
   */
  changeIndexes(tableName: string, change: IndexChange): Promise<Members>;
  /** Returns records of a stream after a sequence number, oldest first. */
  streamRecords(stream: string, range: { after: string; limit: number }): Promise<StreamRecord[]>;
  /** Returns the latest sequence number: every later record has a higher one. */
  latestSequence(): string;
  /** Drops the records of a stream up to a sequence number. */
  trimStream(stream: string, upTo: string): Promise<void>;
  /**
   * Creates a table with the past state of another table that has recovery, at a time in epoch milliseconds. The new
   * table takes a while to be ACTIVE. Throws `AwsError` if the name is taken. Returns the table.
   */
  restoreTable(restore: Restore): Promise<Members>;
  /** Drops recovery changes of a table up to a time, or all of them. */
  trimChanges(tableName: string, upTo?: number): Promise<void>;
  /** Drops the oldest changes above a limit; resolves to the time of the last dropped one, if any. */
  boundChanges(tableName: string, keep: number): Promise<number | undefined>;
  /**
   * Runs `work` at once, so that no other request runs in between. Its writes are visible to later writers at once, and
   * to readers and durable, all together, when the promise resolves. Nothing is written if it throws. In both cases,
   * the writes that `work` has seen are visible and durable, too.
   */
  atomically<T>(work: (writer: Writer) => T): Promise<T>;
  close(): Promise<void>;
}

export interface Writer {
  call(operation: EngineOperation, input: Members): Members;
  /** Runs a writing operation only for its checks; its writes are dropped. */
  rehearse(operation: EngineOperation, input: Members): void;
  /** Calls back when the writes are durable. */
  whenWritten(callback: () => void): void;
}
