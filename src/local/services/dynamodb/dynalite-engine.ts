/**
 * The item engine on dynalite (docs/adr/0002): runs its validations and actions in this process, without its HTTP
 * server, on storage of our own. dynalite is loaded at the first use, which takes about a tenth of a second.
 */
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { AwsError } from '../../cloud/aws-error.ts';
import { PRIVATE_FOLDER } from '../../storage/store.ts';
import { correctOnce, type DynaliteFunctions } from './dynalite-corrections.ts';
import { changeIndexes, settleIndexes, settleTables } from './dynalite-indexes.ts';
import { boundChanges, restoreTable, trimChanges } from './dynalite-restore.ts';
import {
  createStorage,
  type Level,
  type LevelWrite,
  type PendingWrites,
  type Recording,
  rangeOf,
  type StorageOptions,
  TABLES,
  type TableCache,
} from './dynalite-storage.ts';
import { fromEngine, fromEngineText, toEngine } from './engine-forms.ts';
import { type Parse, rememberExpressions } from './expression-cache.ts';
import { requireShallowExpressions } from './expression-depth.ts';
import { withSyntaxWords } from './expression-syntax.ts';
import { createGroupCommit } from './group-commit.ts';
import type { EngineOperation, ItemEngine, Writer } from './item-engine.ts';
import type { Members } from './members.ts';
import { READ_RULES } from './read-rules.ts';
import { REQUEST_RULES } from './request-rules.ts';
import { createSequence, type StreamRecord, streamPrefix } from './stream-records.ts';

export interface EngineOptions extends StorageOptions {
  /** The folder of the database; absent: in memory. */
  readonly path?: string;
}

type Storage = ReturnType<typeof createStorage>;

type Custom = (input: Members, storage: Storage) => string | undefined;

interface Validation {
  readonly types: object;
  readonly custom?: Custom;
}

interface Validations {
  checkTypes(input: Members, types: object): Members;
  checkValidations(input: Members, types: object, custom: Custom | undefined, storage: Storage): void;
}

type Action = (storage: Storage, input: Members, done: (error: unknown, output?: Members) => void) => void;

const WRITES: ReadonlySet<EngineOperation> = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem']);
const TABLE_WRITES: ReadonlySet<EngineOperation> = new Set(['CreateTable', 'UpdateTable', 'DeleteTable']);
/** These operations return only tables, and no table has a name that the engine cannot hold (`refuseHiddenNames`). */
const DESCRIBING: ReadonlySet<EngineOperation> = new Set(['DescribeTable', 'ListTables']);

/** Members that dynalite drops as unknown although its actions read them. */
const MISSING_MEMBERS: Partial<Record<EngineOperation, object>> = { Scan: { ConsistentRead: 'Boolean' } };

const require = createRequire(import.meta.url);

interface Loaded extends Validation {
  readonly act: Action;
}

const loaded = new Map<EngineOperation, Loaded>();

function load(operation: EngineOperation): Loaded {
  const known = loaded.get(operation);
  if (known) return known;
  const file = operation[0]!.toLowerCase() + operation.slice(1);
  const { types, custom } = require(`dynalite/validations/${file}.js`) as Validation;
  const rule = READ_RULES[operation];
  const checked: Custom | undefined = rule ? (input, storage) => rule(input) ?? custom?.(input, storage) : custom;
  const made = {
    types: { ...types, ...MISSING_MEMBERS[operation] },
    ...(checked && { custom: checked }),
    act: require(`dynalite/actions/${file}.js`) as Action,
  };
  loaded.set(operation, made);
  return made;
}

/** dynalite looks its parsers up in their modules at every request, so they can be given a cache here. */
function rememberExpressionsOnce(): void {
  for (const name of ['condition', 'projection', 'update']) {
    const parser = require(`dynalite/db/${name}Parser.js`) as { parse: Parse; remembers?: true };
    if (parser.remembers) continue;
    parser.parse = rememberExpressions(withSyntaxWords(parser.parse));
    parser.remembers = true;
  }
}

export async function openDynaliteEngine(options: EngineOptions): Promise<ItemEngine> {
  const dynalite = require('dynalite/db/index.js') as DynaliteFunctions & { create(options: object): { db: Level } };
  correctOnce(dynalite);
  const validations = require('dynalite/validations/index.js') as Validations;
  rememberExpressionsOnce();
  if (options.path !== undefined) mkdirSync(dirname(options.path), PRIVATE_FOLDER);
  const level = dynalite.create(options.path === undefined ? {} : { path: options.path }).db;
  await level.open();
  await settleTables(level);
  const tables: TableCache = new Map();
  const committing = createGroupCommit(level);
  const exclusively = createQueue();

  const sequence = createSequence();
  const plainly: Recording = { sequence, expiring: false };

  function perform(
    operation: EngineOperation,
    input: Members,
    pending?: PendingWrites,
    recording: Recording = plainly,
  ): Promise<Members> {
    const { types, custom, act } = load(operation);
    return new Promise<Members>((resolve, reject) => {
      const fail = (error: unknown) => reject(asAwsError(error));
      const hasNames = !DESCRIBING.has(operation);
      const isBatchGet = operation === 'BatchGetItem';
      const storage = createStorage(level, options, fail, tables, { pending, recording, isBatchGet });
      try {
        requireShallowExpressions(input);
        const checked = validations.checkTypes(hasNames ? toEngine(input) : input, types);
        REQUEST_RULES[operation]?.(checked);
        validations.checkValidations(checked, types, custom, storage);
        act(storage, checked, (error, output) => {
          if (error) fail(error);
          else resolve(hasNames ? fromEngine(output ?? {}) : (output ?? {}));
        });
      } catch (error) {
        fail(error);
      }
    });
  }

  let closed = false;
  /** If a kill happens before this, the engine catches up when it opens. */
  async function settle(tableName: string): Promise<void> {
    if (closed) return;
    await committing.drained();
    await settleIndexes(level, tableName);
    tables.delete(tableName);
  }

  /** Adds the writes of a request to those of other requests that are not in the database yet. */
  const over = (own: Map<string, LevelWrite>): PendingWrites => ({
    get: (key) => own.get(key) ?? committing.find(key),
    set: (key, write) => own.set(key, write),
  });

  const atomically = <T>(work: (writer: Writer) => Promise<T>): Promise<T> =>
    exclusively(async () => {
      const own = new Map<string, LevelWrite>();
      const afterwards: (() => void)[] = [];
      const result = await work({
        call: (operation, input) => perform(operation, input, over(own)),
        rehearse: async (operation, input) => void (await perform(operation, input, over(new Map(own)))),
        whenWritten: (callback) => void afterwards.push(callback),
      });
      await committing.commit(own);
      for (const callback of afterwards) callback();
      return result;
    });

  /**
   * Runs one writing operation. The next writer does not wait for the database, because it already sees these writes.
   */
  async function write(operation: EngineOperation, input: Members, expiring: boolean): Promise<Members> {
    const { output, written } = await exclusively(async () => {
      const own = new Map<string, LevelWrite>();
      const output = await perform(operation, input, over(own), expiring ? { sequence, expiring } : plainly);
      return { output, written: committing.commit(own) };
    });
    await written;
    return output;
  }

  return {
    atomically,
    call(operation, input, expiring = false) {
      if (WRITES.has(operation)) return write(operation, input, expiring);
      if (!TABLE_WRITES.has(operation)) return perform(operation, input);
      return exclusively(async () => {
        await committing.drained();
        return perform(operation, input);
      });
    },
    changeIndexes: (tableName, change) =>
      exclusively(async () => {
        await committing.drained();
        tables.delete(tableName);
        const table = await changeIndexes(level, tableName, change);
        tables.delete(tableName);
        setTimeout(() => void exclusively(() => settle(tableName)), options.transitionMs).unref();
        return table;
      }),
    restoreTable: (restore) =>
      exclusively(async () => {
        const { target } = restore;
        await committing.drained();
        if (level.getSync(TABLES + target) !== undefined)
          throw new AwsError('TableAlreadyExistsException', `Table already exists: ${target}`);
        const table = await restoreTable(level, restore, (options.now ?? Date.now)());
        setTimeout(() => void exclusively(() => settle(target)), options.transitionMs).unref();
        return table;
      }),
    trimChanges: (tableName, upTo) => trimChanges(level, tableName, upTo),
    boundChanges: (tableName, keep) => boundChanges(level, tableName, keep),
    async streamRecords(stream, { after, limit }) {
      const prefix = streamPrefix(stream);
      const range = { gt: prefix + after, lt: rangeOf(prefix).lt!, limit };
      const found: StreamRecord[] = [];
      for await (const value of level.values(range))
        found.push(fromEngine(value as Members) as unknown as StreamRecord);
      return found;
    },
    latestSequence: () => sequence.latest((options.now ?? Date.now)()),
    async trimStream(stream, upTo) {
      const range = rangeOf(streamPrefix(stream));
      if (upTo === undefined) return await level.clear(range);
      const { gte } = range;
      await level.clear({ gte: gte!, lte: gte + upTo });
    },
    close: () =>
      exclusively(async () => {
        closed = true;
        await committing.drained();
        await level.close();
      }),
  };
}

/** Runs one task after another, in the order of the calls. */
function createQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
}

/** dynalite's errors have the wire format `{statusCode, body: {__type, message}}`. Any other error is a bug. */
function asAwsError(error: unknown): unknown {
  const { statusCode, body } = error as { statusCode?: number; body?: Members };
  if (statusCode === undefined || body === undefined) return error;
  const { __type, message, Message, ...members } = body;
  return new AwsError(String(__type).split('#').at(-1)!, fromEngineText(String(message ?? Message ?? '')), {
    status: statusCode,
    members,
  });
}
