/** The item engine: tables and items of one region in a LevelDB (docs/adr/0002). */
import type { EngineOperation, ItemEngine, Writer } from './item-engine.ts';
import type { Item } from './items/attribute-value.ts';
import type { Members } from './members.ts';
import { batchGetItem, batchWriteItem } from './store/batch-requests.ts';
import { convertData } from './store/data-format.ts';
import { createGroupCommit } from './store/group-commit.ts';
import { deleteItem, getItem, type ItemRequests, putItem, updateItem } from './store/item-requests.ts';
import { openLevel, rangeOf } from './store/level.ts';
import type { TableDefinition } from './store/new-table.ts';
import { query, scan } from './store/read-requests.ts';
import type { Recording } from './store/replace-item.ts';
import { boundChanges, trimChanges } from './store/restore.ts';
import { Tables } from './store/tables.ts';
import { WriteSet } from './store/write-set.ts';
import { type ActiveStream, createSequence, type StreamRecord, streamPrefix } from './stream-records.ts';

export interface EngineOptions {
  readonly account: string;
  readonly region: string;
  /** The time that a table stays CREATING, UPDATING or DELETING. */
  readonly transitionMs: number;
  /** The folder of the database; absent: in memory. */
  readonly path?: string;
  readonly streamOf?: (table: string) => ActiveStream | undefined;
  readonly hasRecovery?: (table: string) => boolean;
  /** The default is the machine's clock. */
  readonly now?: () => number;
}

const WRITES = { PutItem: putItem, UpdateItem: updateItem, DeleteItem: deleteItem, BatchWriteItem: batchWriteItem };
const DEFAULT_PAGE = 100;

export async function openItemStore(options: EngineOptions): Promise<ItemEngine> {
  const level = await openLevel(options.path);
  const committing = createGroupCommit(level);
  const now = options.now ?? Date.now;
  const tables = new Tables(level, committing, { ...options, now });
  try {
    await convertData(level, committing);
    await tables.open();
  } catch (error) {
    await level.close();
    throw error;
  }
  const sequence = createSequence();
  const recording: Recording = {
    sequence,
    now,
    streamOf: options.streamOf ?? (() => undefined),
    hasRecovery: options.hasRecovery ?? (() => false),
  };
  const tableOf = (name: unknown) => tables.active(name);
  const committed = (place: string): Item | undefined => {
    const text = level.getSync(place);
    return text === undefined ? undefined : (JSON.parse(text) as Item);
  };

  /** Decides at once, and answers when everything that the decision depends on is in the database. */
  async function atomically<T>(work: (writer: Writer) => T, expiring = false): Promise<T> {
    const writes = new WriteSet(level, committing);
    const afterwards: (() => void)[] = [];
    const requests: ItemRequests = { writes, recording, table: tableOf, expiring };
    const perform = (operation: EngineOperation, input: Members, ofRequest: ItemRequests): Members => {
      if (isWrite(operation)) return WRITES[operation](input, ofRequest);
      if (operation === 'GetItem') return getItem(input, tableOf, (place) => writes.get(place));
      if (operation === 'DescribeTable') return { Table: tables.describe(input.TableName) };
      throw new Error(`${operation} cannot be part of a transaction`);
    };
    let result: T;
    try {
      result = work({
        call: (operation, input) => perform(operation, input, requests),
        rehearse: (operation, input) => void perform(operation, input, { ...requests, writes: writes.rehearsal() }),
        whenWritten: (callback) => void afterwards.push(callback),
      });
    } catch (error) {
      // A condition may have failed because of a write that a reader does not see yet.
      await committing.commit(new Map());
      throw error;
    }
    await committing.commit(writes.writes);
    for (const callback of afterwards) callback();
    return result;
  }

  async function call(operation: EngineOperation, input: Members, expiring = false): Promise<Members> {
    if (isWrite(operation)) return atomically((writer) => writer.call(operation, input), expiring);
    switch (operation) {
      case 'GetItem':
        return getItem(input, tableOf, committed);
      case 'BatchGetItem':
        return batchGetItem(input, tableOf, committed);
      case 'Query':
        return query(input, tables, level);
      case 'Scan':
        return scan(input, tables, level);
      case 'CreateTable':
        return { TableDescription: await tables.create(input as TableDefinition) };
      case 'UpdateTable':
        return { TableDescription: await tables.update(input) };
      case 'DeleteTable':
        return { TableDescription: await tables.delete(String(input.TableName)) };
      case 'DescribeTable':
        return { Table: tables.describe(input.TableName) };
      default:
        return listTables(tables.names(), input);
    }
  }

  return {
    call,
    atomically: (work) => atomically(work),
    changeIndexes: (tableName, change) => tables.changeIndexes(tableName, change),
    restoreTable: (restore) => tables.restore(restore),
    trimChanges: (tableName, upTo) => trimChanges(level, tableName, upTo),
    boundChanges: (tableName, keep) => boundChanges(level, tableName, keep),
    async streamRecords(stream, { after, limit }) {
      const prefix = streamPrefix(stream);
      const found: StreamRecord[] = [];
      for await (const [, value] of level.iterator({ gt: prefix + after, lt: rangeOf(prefix).lt, limit })) {
        found.push(JSON.parse(value) as StreamRecord);
      }
      return found;
    },
    latestSequence: () => sequence.latest(now()),
    async trimStream(stream, upTo) {
      const { gte } = rangeOf(streamPrefix(stream));
      await level.clear({ gte, lte: gte + upTo });
    },
    async close() {
      tables.close();
      await committing.drained();
      await level.close();
    },
  };
}

const isWrite = (operation: EngineOperation): operation is keyof typeof WRITES => Object.hasOwn(WRITES, operation);

function listTables(
  names: readonly string[],
  { ExclusiveStartTableName: start, Limit = DEFAULT_PAGE }: Members,
): Members {
  const left = start === undefined ? names : names.filter((name) => name > String(start));
  const page = left.slice(0, Number(Limit));
  return { TableNames: page, ...(page.length < left.length && { LastEvaluatedTableName: page.at(-1) }) };
}
