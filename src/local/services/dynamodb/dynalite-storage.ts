/**
 * The storage for dynalite's actions: views of one LevelDB by key prefix, instead of dynalite's own storage. The latter
 * writes an item and its index entries one by one; these views collect all writes of a request, so that the engine can
 * commit them as one batch. dynalite's storage also scans the whole database to list one prefix.
 */
import { Readable } from 'node:stream';
import type { Members } from './members.ts';
import { nestingFault } from './nesting.ts';
import { changePrefix } from './recovery-changes.ts';
import { type ActiveStream, recordOf, type Sequence, streamPrefix } from './stream-records.ts';

type Callback<T = void> = (error: unknown, value?: T) => void;

export interface Level {
  /** Reads in this thread: the value is usually in memory, and waking up another thread costs many times the read. */
  getSync(key: string): unknown;
  put(key: string, value: unknown): Promise<void>;
  del(key: string): Promise<void>;
  batch(operations: readonly LevelWrite[]): Promise<void>;
  clear(range: object): Promise<void>;
  keys(range: object): AsyncIterable<string>;
  values(range: object): AsyncIterable<unknown>;
  iterator(range: object): AsyncIterable<[string, unknown]>;
  open(): Promise<void>;
  close(): Promise<void>;
}

export type LevelWrite = { type: 'put'; key: string; value: unknown } | { type: 'del'; key: string };

/** Writes that are not yet in the database, by full key. */
export interface PendingWrites {
  get(key: string): LevelWrite | undefined;
  set(key: string, write: LevelWrite): unknown;
}

export interface TableRecord {
  TableName: string;
  TableStatus: string;
  [member: string]: unknown;
}

/** Table records for item operations, by name. They are shared, so they must not be changed. */
export type TableCache = Map<string, TableRecord>;

export interface StorageOptions {
  readonly account: string;
  readonly region: string;
  /** The time that a table stays CREATING, UPDATING or DELETING. */
  readonly transitionMs: number;
  /** The stream of a table, if it is enabled. It is called at every write, so it must be fast. */
  readonly streamOf?: (table: string) => ActiveStream | undefined;
  /** Whether the past states of a table can be restored and so must be kept. It is called at every write. */
  readonly hasRecovery?: (table: string) => boolean;
  /** The default is the machine's clock. */
  readonly now?: () => number;
}

/** The request that a storage serves. */
export interface StoredRequest {
  /** Item and index writes go here and are read back from here. Absent: they go to the database. */
  readonly pending?: PendingWrites | undefined;
  readonly recording?: Recording;
  readonly isBatchGet?: boolean;
}

/** The recording of a request's writes for streams; absent if nothing is recorded. */
export interface Recording {
  readonly sequence: Sequence;
  readonly expiring: boolean;
}

/** DynamoDB's size limit of an item, in bytes. */
const MAX_ITEM_BYTES = 409_600;
/**
 * BatchGetItem returns at most 16 MB. Its page of the API Reference has an example with 300-KB items, of which 52 fit,
 * so the MB are decimal and the KB are not.
 */
const MAX_BATCH_BYTES = 16_000_000;
/** dynalite's action ends a BatchGetItem at this value plus the size of the longest item. */
const DYNALITE_BATCH_BYTES = 1_048_576 - 3;

export const TABLES = 'table~';
export const itemsPrefix = (table: string): string => `item-${table}~`;
export const indexPrefix = (kind: string, table: string, index: string): string =>
  `index-${kind.toLowerCase()}~${table}~${index}~`;
/** The upper bound of a prefix: keys below it consist of hexadecimal digits, names and `~`. */
const endOf = (prefix: string) => `${prefix}\xff`;

/**
 * A store for dynalite's actions, for one request. Table records are always written at once. `fail` receives errors
 * that a callback throws.
 */
export function createStorage(
  level: Level,
  options: StorageOptions,
  fail: (error: unknown) => void,
  tables: TableCache,
  { pending, recording, isBatchGet = false }: StoredRequest,
) {
  const view = (prefix: string, writes?: PendingWrites) => prefixView(level, prefix, fail, writes);
  const clear = (prefix: string, done: Callback) => settle(level.clear(rangeOf(prefix)), done, fail);
  /**
   * The cached record is dropped before the change, for readers at its start, and after it, for what was read in the
   * meantime.
   */
  const forgetting = (name: string, change: (done: Callback) => void, done: Callback) => {
    tables.delete(name);
    change((error) => {
      tables.delete(name);
      done(error);
    });
  };
  return {
    options: {
      createTableMs: options.transitionMs,
      deleteTableMs: options.transitionMs,
      updateTableMs: options.transitionMs,
      maxItemSize: isBatchGet ? MAX_BATCH_BYTES - DYNALITE_BATCH_BYTES : MAX_ITEM_BYTES,
    },
    /** Created when it is used: only operations on tables use it. */
    get tableDb() {
      const records = view(TABLES);
      return {
        ...records,
        put: (name: string, table: unknown, done: Callback) =>
          forgetting(name, (written) => records.put(name, table, written), done),
        del: (name: string, done: Callback) => forgetting(name, (written) => records.del(name, written), done),
        awsAccountId: options.account,
        awsRegion: options.region,
      };
    },
    getItemDb(table: string) {
      const items = view(itemsPrefix(table), pending);
      // This is the only place that sees every item in its stored form, for all operations.
      const put = (key: string, item: Members, done: Callback) => {
        const fault = nestingFault(item);
        if (fault) done(fault);
        else items.put(key, item, done);
      };
      if (!pending || !recording) return { ...items, put };
      const stream = options.streamOf?.(table);
      const hasRecovery = options.hasRecovery?.(table) ?? false;
      if (!stream && !hasRecovery) return { ...items, put };
      const record = (key: string, item: Members | undefined) => {
        const full = itemsPrefix(table) + key;
        const written = pending.get(full);
        const before = written ? (written.type === 'put' ? written.value : undefined) : level.getSync(full);
        const { sequence, expiring: expired } = recording;
        const now = (options.now ?? Date.now)();
        const keep = (name: string, value: unknown) => void pending.set(name, { type: 'put', key: name, value });
        const record = stream && recordOf(stream, before as Members | undefined, item, { now, sequence, expired });
        if (record) keep(streamPrefix(stream.id) + record.sequence, record);
        if (hasRecovery)
          keep(changePrefix(table) + sequence.next(now), { key, ...(before !== undefined && { before }) });
      };
      return {
        ...items,
        put(key: string, item: Members, done: Callback) {
          if (!nestingFault(item)) record(key, item);
          put(key, item, done);
        },
        del(key: string, done: Callback) {
          record(key, undefined);
          items.del(key, done);
        },
      };
    },
    getIndexDb: (kind: string, table: string, index: string) => view(indexPrefix(kind, table, index), pending),
    deleteItemDb: (table: string, done: Callback) => clear(itemsPrefix(table), done),
    deleteIndexDb: (kind: string, table: string, index: string, done: Callback) =>
      clear(indexPrefix(kind, table, index), done),
    // The service keeps tags, not the engine.
    deleteTagDb: (_table: string, done: Callback) => done(null),
    getTable(name: string, checkStatus: boolean | Callback<TableRecord>, done?: Callback<TableRecord>) {
      const respond = typeof checkStatus === 'function' ? checkStatus : done!;
      // Only item operations ask for tables in use; other operations change the record that they get.
      const shared = checkStatus !== false;
      const known = shared ? tables.get(name) : undefined;
      if (known) return later(() => respond(null, known), fail);
      view(TABLES).get(name, (error, value) => {
        if (error) return respond(error);
        const table = value as TableRecord | undefined;
        if (shared && table?.TableStatus === 'ACTIVE') tables.set(name, table);
        const hidden = checkStatus !== false && /^(CREATING|DELETING)$/.test(table?.TableStatus ?? '');
        if (table && !hidden) return respond(null, table);
        respond(tableNotFound(checkStatus === false ? `: Table: ${name} not found` : ''));
      });
    },
  };
}

function prefixView(level: Level, prefix: string, fail: (error: unknown) => void, pending?: PendingWrites) {
  const write = (operations: readonly LevelWrite[], done: Callback) => {
    const full = operations.map((operation) => ({ ...operation, key: prefix + operation.key }));
    if (!pending) return settle(level.batch(full), done, fail);
    for (const operation of full) pending.set(operation.key, operation);
    later(() => done(null), fail);
  };
  return {
    get(key: string, done: Callback<unknown>) {
      const written = pending?.get(prefix + key);
      later(() => {
        const value = written ? (written.type === 'put' ? written.value : undefined) : level.getSync(prefix + key);
        done(null, value);
      }, fail);
    },
    put: (key: string, value: unknown, done: Callback) => write([{ type: 'put', key, value }], done),
    del: (key: string, done: Callback) => write([{ type: 'del', key }], done),
    batch: write,
    createKeyStream: () => Readable.from(withoutPrefix(level.keys(rangeOf(prefix)), prefix.length)),
    createValueStream: (range: KeyRange) => Readable.from(level.values(within(prefix, range))),
    // Writers already run one at a time, so dynalite's locks per key are not needed.
    lock: (_key: unknown, work: (release: (done: Callback) => Callback) => void) => work((done) => done),
  };
}

export interface KeyRange {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly limit?: number;
  readonly reverse?: boolean;
}

function within(prefix: string, { gt, gte, lt, lte, ...rest }: KeyRange = {}): KeyRange {
  const from = gte !== undefined ? { gte: prefix + gte } : gt !== undefined ? { gt: prefix + gt } : { gte: prefix };
  const to = lte !== undefined ? { lte: prefix + lte } : lt !== undefined ? { lt: prefix + lt } : { lt: endOf(prefix) };
  return { ...rest, ...from, ...to };
}

export const rangeOf = (prefix: string): KeyRange => ({ gte: prefix, lt: endOf(prefix) });

async function* withoutPrefix(keys: AsyncIterable<string>, length: number): AsyncGenerator<string> {
  for await (const key of keys) yield key.slice(length);
}

/** Never calls back before it returns. An error that the callback throws goes to `fail`. */
function later(callback: () => void, fail: (error: unknown) => void): void {
  queueMicrotask(() => {
    try {
      callback();
    } catch (error) {
      fail(error);
    }
  });
}

/**
 * Calls back in Node's style. An error that the callback itself throws is a bug and goes to `fail`, not to the process.
 */
function settle<T>(promise: Promise<T>, done: Callback<T>, fail: (error: unknown) => void): void {
  promise.then((value) => done(null, value), done).catch(fail);
}

function tableNotFound(detail: string): Error {
  return Object.assign(new Error('table not found'), {
    name: 'NotFoundError',
    statusCode: 400,
    body: {
      __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
      message: `Requested resource not found${detail}`,
    },
  });
}
