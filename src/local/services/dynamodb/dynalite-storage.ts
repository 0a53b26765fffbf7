/**
 * The storage that dynalite's actions work on: views of one LevelDB by key prefix, in place of dynalite's own. Its own
 * write an item and each of its index entries one by one; these collect a request's writes so that the engine can
 * commit them as one batch. Its own also walk the whole database to list one prefix.
 */
import { Readable } from 'node:stream';
import type { Members } from './item-engine.ts';
import { nestingFault } from './nesting.ts';
import { changePrefix } from './recovery-changes.ts';
import { type ActiveStream, recordOf, type Sequence, streamPrefix } from './stream-records.ts';

type Callback<T = void> = (error: unknown, value?: T) => void;

export interface Level {
  /** In this thread: what is looked up is in memory as a rule, and a thread's wake-up costs many times the look. */
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

/** The records of tables as item operations read them, by name: shared, so nobody may change one. */
export type TableCache = Map<string, TableRecord>;

export interface StorageOptions {
  readonly account: string;
  readonly region: string;
  /** How long a table stays CREATING, UPDATING or DELETING. */
  readonly transitionMs: number;
  /** The stream of a table, while it is on. Asked at every write, so it has to be quick. */
  readonly streamOf?: (table: string) => ActiveStream | undefined;
  /** Whether what a table was like can be restored, and so is kept. Asked at every write. */
  readonly hasRecovery?: (table: string) => boolean;
  /** Default: the machine's clock. */
  readonly now?: () => number;
}

/** What a storage is told of the one request that it serves. */
export interface StoredRequest {
  /** Item and index writes go there and are read back from there; absent: to the database. */
  readonly pending?: PendingWrites | undefined;
  readonly recording?: Recording;
  readonly isBatchGet?: boolean;
}

/** What a request's writes carry into streams; absent where nothing is to be recorded. */
export interface Recording {
  readonly sequence: Sequence;
  readonly expiring: boolean;
}

/** DynamoDB's limit of an item, bytes. */
const MAX_ITEM_BYTES = 409_600;
/**
 * BatchGetItem answers with at most 16 MB. Its page of the API Reference tells of 300-KB items, of which 52 fit, so the MB are
 * decimal ones and the KB are not.
 */
const MAX_BATCH_BYTES = 16_000_000;
/** The end of a BatchGetItem is this and the size of the longest item, in dynalite's action. */
const DYNALITE_BATCH_BYTES = 1_048_576 - 3;

export const TABLES = 'table~';
export const itemsPrefix = (table: string): string => `item-${table}~`;
export const indexPrefix = (kind: string, table: string, index: string): string =>
  `index-${kind.toLowerCase()}~${table}~${index}~`;
/** Upper bound of a prefix: the keys below it are hexadecimal digits, names and `~`. */
const endOf = (prefix: string) => `${prefix}\xff`;

/**
 * A store as dynalite's actions expect it, for one request. Table records are always written at once. `fail` receives what a
 * callback throws.
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
  /** The record is forgotten before it changes, for what the change begins with, and after it, for what was read meanwhile. */
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
    /** Made where it is asked for: only operations on tables do. */
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
      // The one place that sees every item as it will be stored, whichever operation made it.
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
        const told = stream && recordOf(stream, before as Members | undefined, item, { now, sequence, expired });
        if (told) keep(streamPrefix(stream.id) + told.sequence, told);
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
    // Tags are kept by the service, not by the engine.
    deleteTagDb: (_table: string, done: Callback) => done(null),
    getTable(name: string, checkStatus: boolean | Callback<TableRecord>, done?: Callback<TableRecord>) {
      const respond = typeof checkStatus === 'function' ? checkStatus : done!;
      // Only item operations ask for tables in use; the others change the record that they are given.
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
    createValueStream: (range: Range) => Readable.from(level.values(within(prefix, range))),
    // Writers already run one at a time, so dynalite's locks per key have nothing left to do.
    lock: (_key: unknown, work: (release: (done: Callback) => Callback) => void) => work((done) => done),
  };
}

export interface Range {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly limit?: number;
  readonly reverse?: boolean;
}

function within(prefix: string, { gt, gte, lt, lte, ...rest }: Range = {}): Range {
  const from = gte !== undefined ? { gte: prefix + gte } : gt !== undefined ? { gt: prefix + gt } : { gte: prefix };
  const to = lte !== undefined ? { lte: prefix + lte } : lt !== undefined ? { lt: prefix + lt } : { lt: endOf(prefix) };
  return { ...rest, ...from, ...to };
}

export const rangeOf = (prefix: string): Range => ({ gte: prefix, lt: endOf(prefix) });

async function* withoutPrefix(keys: AsyncIterable<string>, length: number): AsyncGenerator<string> {
  for await (const key of keys) yield key.slice(length);
}

/** Never calls back before it returns; what the callback throws goes to `fail`. */
function later(callback: () => void, fail: (error: unknown) => void): void {
  queueMicrotask(() => {
    try {
      callback();
    } catch (error) {
      fail(error);
    }
  });
}

/** Calls back like Node; what the callback itself throws is a defect and goes to `fail`, not to the process. */
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
