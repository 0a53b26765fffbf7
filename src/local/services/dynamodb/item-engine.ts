/**
 * What the DynamoDB service needs of an item engine: nothing else in the cloud knows which one it is (docs/adr/0002).
 * One engine holds the tables of one region.
 */

export type Members = Record<string, unknown>;

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

export interface ItemEngine {
  /** Throws `AwsError` with DynamoDB's code and words. Writes are durable against `kill -9` when it resolves. */
  call(operation: EngineOperation, input: Members): Promise<Members>;
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
