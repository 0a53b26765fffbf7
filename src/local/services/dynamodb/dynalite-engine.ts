/**
 * The item engine on dynalite (docs/adr/0002): its validations and actions, called in this process without its HTTP
 * server, over storage of our own. dynalite is loaded at the first use, which takes about a tenth of a second.
 */
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { AwsError } from '../../aws-error.ts';
import { PRIVATE_FOLDER } from '../../storage/store.ts';
import {
  createStorage,
  type Level,
  type PendingWrites,
  type StorageOptions,
  settleTables,
} from './dynalite-storage.ts';
import { requireShallowExpressions } from './expression-depth.ts';
import type { EngineOperation, ItemEngine, Members, Writer } from './item-engine.ts';

export interface EngineOptions extends StorageOptions {
  /** Folder of the database; absent: memory. */
  readonly path?: string;
}

type Storage = ReturnType<typeof createStorage>;

interface Validation {
  readonly types: object;
  readonly custom?: object;
}

interface Validations {
  checkTypes(input: Members, types: object): Members;
  checkValidations(input: Members, types: object, custom: object | undefined, storage: Storage): void;
}

type Action = (storage: Storage, input: Members, done: (error: unknown, output?: Members) => void) => void;

const WRITES: ReadonlySet<EngineOperation> = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem']);
const TABLE_WRITES: ReadonlySet<EngineOperation> = new Set(['CreateTable', 'UpdateTable', 'DeleteTable']);

const require = createRequire(import.meta.url);

export async function openDynaliteEngine(options: EngineOptions): Promise<ItemEngine> {
  const { create } = require('dynalite/db/index.js') as { create(options: object): { db: Level } };
  const validations = require('dynalite/validations/index.js') as Validations;
  if (options.path !== undefined) mkdirSync(dirname(options.path), PRIVATE_FOLDER);
  const level = create(options.path === undefined ? {} : { path: options.path }).db;
  await level.open();
  await settleTables(level);

  function perform(operation: EngineOperation, input: Members, pending?: PendingWrites): Promise<Members> {
    const file = operation[0]!.toLowerCase() + operation.slice(1);
    const { types, custom } = require(`dynalite/validations/${file}.js`) as Validation;
    const act = require(`dynalite/actions/${file}.js`) as Action;
    return new Promise<Members>((resolve, reject) => {
      const fail = (error: unknown) => reject(asAwsError(error));
      const storage = createStorage(level, options, fail, pending);
      try {
        requireShallowExpressions(input);
        const checked = validations.checkTypes({ ...input }, types);
        validations.checkValidations(checked, types, custom, storage);
        act(storage, checked, (error, output) => (error ? fail(error) : resolve(output ?? {})));
      } catch (error) {
        fail(error);
      }
    });
  }

  const exclusively = createQueue();

  const atomically = <T>(work: (writer: Writer) => Promise<T>): Promise<T> =>
    exclusively(async () => {
      const pending: PendingWrites = new Map();
      const afterwards: (() => void)[] = [];
      const result = await work({
        call: (operation, input) => perform(operation, input, pending),
        rehearse: async (operation, input) => void (await perform(operation, input, new Map(pending))),
        whenWritten: (callback) => void afterwards.push(callback),
      });
      if (pending.size > 0) await level.batch([...pending.values()]);
      for (const callback of afterwards) callback();
      return result;
    });

  return {
    atomically,
    call(operation, input) {
      if (WRITES.has(operation)) return atomically((writer) => writer.call(operation, input));
      if (TABLE_WRITES.has(operation)) return exclusively(() => perform(operation, input));
      return perform(operation, input);
    },
    close: () => exclusively(() => level.close()),
  };
}

/** Runs one piece of work after another, in the order of asking. */
function createQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
}

/** dynalite's errors carry the wire form: `{statusCode, body: {__type, message}}`. Anything else is a defect. */
function asAwsError(error: unknown): unknown {
  const { statusCode, body } = error as { statusCode?: number; body?: Members };
  if (statusCode === undefined || body === undefined) return error;
  const { __type, message, Message, ...members } = body;
  return new AwsError(String(__type).split('#').at(-1)!, String(message ?? Message ?? ''), {
    status: statusCode,
    members,
  });
}
