/**
 * The state of the embedded cloud: named collections of JSON values, all in memory. Each change is appended to a
 * journal before it is acknowledged, so `kill -9` loses nothing. Large data (function code) is in files named by hash.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** Values are shared, not copied: treat the result of `get` as frozen, and `put` a new value to change it. */
export interface Collection<T> {
  get(key: string): T | undefined;
  has(key: string): boolean;
  put(key: string, value: T): void;
  /**
   * Like `put`, but the change is written to the journal together with the next other change, or within `LATE_MS`. It
   * is for counters, which change with every request and may lose the last few counts in a kill.
   */
  putSoon(key: string, value: T): void;
  /** Returns `true` if the value existed. */
  delete(key: string): boolean;
  /** Returns the keys in insertion order. */
  keys(): string[];
  values(): T[];
  readonly size: number;
}

export interface Store {
  collection<T>(name: string): Collection<T>;
  /** Names of the collections that are not empty. */
  collectionNames(): string[];
  /** Stores bytes and returns their SHA-256 in hex. */
  putBlob(bytes: Uint8Array): string;
  findBlob(sha256: string): Buffer | undefined;
  /** Throws if there is no such blob. */
  getBlob(sha256: string): Buffer;
  /** Deletes everything. */
  reset(): void;
  close(): void;
}

/** One line of the journal: a put (three members) or a delete (two). */
type Entry = [collection: string, key: string, value: unknown] | [collection: string, key: string];

/**
 * Only the user may read these files, because they have API keys and the functions' environments; the folder may be
 * open to others.
 */
export const PRIVATE_FILE = 0o600;
export const PRIVATE_FOLDER = { recursive: true, mode: 0o700 } as const;

/**
 * The journal is rewritten when it has more outdated lines than this, and three for every current one, so its size is
 * bounded.
 */
const COMPACT_ABOVE = 20_000;

/** Milliseconds. */
const LATE_MS = 20;

export function memoryStore(): Store {
  const blobs = new Map<string, Buffer>();
  return makeStore({
    append: () => {},
    appendSoon: () => {},
    putBlob: (sha256, bytes) => void blobs.set(sha256, Buffer.from(bytes)),
    getBlob: (sha256) => blobs.get(sha256),
    reset: () => blobs.clear(),
    close: () => {},
  });
}

/** Opens or creates the state in `directory`. The caller holds the lock of the folder. */
export function openStore(directory: string): Store {
  const journalPath = join(directory, 'state.jsonl');
  const blobDir = join(directory, 'blobs');
  mkdirSync(blobDir, PRIVATE_FOLDER);
  const replayed = replay(journalPath);
  const { tables } = replayed;
  let { lines } = replayed;
  let journal = openSync(journalPath, 'a', PRIVATE_FILE);
  let nextLook = COMPACT_ABOVE;
  /** Keys by collection that `putSoon` has set and the journal does not have yet. */
  const late = new Map<string, Set<string>>();
  let lateTimer: NodeJS.Timeout | undefined;
  let closed = false;
  const blobPath = (sha256: string) => join(blobDir, sha256);

  function rewriteIfWorth(): void {
    const live = countValues(tables);
    nextLook = 4 * live + COMPACT_ABOVE;
    if (lines < nextLook) return;
    closeSync(journal);
    compact(journalPath, tables);
    journal = openSync(journalPath, 'a', PRIVATE_FILE);
    lines = live;
  }

  function writeLate(): void {
    clearTimeout(lateTimer);
    lateTimer = undefined;
    if (lines >= nextLook) rewriteIfWorth();
    let text = '';
    for (const [name, keys] of late) {
      for (const key of keys) {
        const value = tables.get(name)?.get(key);
        // The value may have been deleted since.
        if (value === undefined) continue;
        text += `${JSON.stringify([name, key, value])}\n`;
        lines += 1;
      }
    }
    late.clear();
    if (text !== '') writeSync(journal, text);
  }

  return makeStore(
    {
      append(entry) {
        if (late.size > 0) writeLate();
        // The rewrite comes before the line: the change is not in the tables yet, and must not be lost with the old
        // journal.
        if (lines >= nextLook) rewriteIfWorth();
        writeSync(journal, `${JSON.stringify(entry)}\n`);
        lines += 1;
      },
      appendSoon(name, key) {
        if (closed) return;
        const keys = late.get(name);
        if (keys) keys.add(key);
        else late.set(name, new Set([key]));
        lateTimer ??= setTimeout(writeLate, LATE_MS).unref();
      },
      putBlob: (sha256, bytes) => {
        if (existsSync(blobPath(sha256))) return;
        writeDurably(blobPath(sha256), bytes);
      },
      getBlob: (sha256) => (existsSync(blobPath(sha256)) ? readFileSync(blobPath(sha256)) : undefined),
      reset: () => {
        late.clear();
        closeSync(journal);
        rmSync(blobDir, { recursive: true, force: true });
        mkdirSync(blobDir, PRIVATE_FOLDER);
        journal = openSync(journalPath, 'w', PRIVATE_FILE);
        lines = 0;
      },
      close: () => {
        closed = true;
        writeLate();
        closeSync(journal);
      },
    },
    tables,
  );
}

interface Backing {
  append(entry: Entry): void;
  /** The value is read from the tables when the line is written. */
  appendSoon(name: string, key: string): void;
  putBlob(sha256: string, bytes: Uint8Array): void;
  getBlob(sha256: string): Buffer | undefined;
  reset(): void;
  close(): void;
}

type Tables = Map<string, Map<string, unknown>>;

function makeStore(backing: Backing, tables: Tables = new Map()): Store {
  const table = (name: string) => {
    const found = tables.get(name) ?? new Map<string, unknown>();
    tables.set(name, found);
    return found;
  };
  return {
    collection<T>(name: string): Collection<T> {
      const values = table(name);
      return {
        get: (key) => values.get(key) as T | undefined,
        has: (key) => values.has(key),
        put(key, value) {
          backing.append([name, key, value]);
          values.set(key, value);
        },
        putSoon(key, value) {
          values.set(key, value);
          backing.appendSoon(name, key);
        },
        delete(key) {
          if (!values.has(key)) return false;
          backing.append([name, key]);
          return values.delete(key);
        },
        keys: () => [...values.keys()],
        values: () => [...values.values()] as T[],
        get size() {
          return values.size;
        },
      };
    },
    collectionNames: () => [...tables].filter(([, table]) => table.size > 0).map(([name]) => name),
    putBlob(bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      backing.putBlob(sha256, bytes);
      return sha256;
    },
    findBlob: (sha256) => backing.getBlob(sha256),
    getBlob(sha256) {
      const bytes = backing.getBlob(sha256);
      if (!bytes) throw new Error(`blob ${sha256} is missing from the data folder`);
      return bytes;
    },
    reset() {
      // The tables are emptied and kept, because collections refer to them.
      for (const values of tables.values()) values.clear();
      backing.reset();
    },
    close: () => backing.close(),
  };
}

function replay(path: string): { tables: Tables; lines: number } {
  const tables: Tables = new Map();
  let lines = 0;
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const complete = text.slice(0, text.lastIndexOf('\n') + 1);
  // A kill during a write leaves an incomplete last line. Its change was never acknowledged, so it is dropped.
  if (complete.length < text.length) writeDurably(path, complete);
  for (const line of complete.split('\n')) {
    if (line === '') continue;
    lines += 1;
    const [name, key, ...value] = JSON.parse(line) as Entry;
    const table = tables.get(name) ?? new Map<string, unknown>();
    tables.set(name, table);
    if (value.length === 0) table.delete(key);
    else table.set(key, value[0]);
  }
  return { tables, lines };
}

function countValues(tables: Tables): number {
  return [...tables.values()].reduce((sum, table) => sum + table.size, 0);
}

function compact(path: string, tables: Tables): void {
  const lines: string[] = [];
  for (const [name, table] of tables) {
    for (const [key, value] of table) lines.push(`${JSON.stringify([name, key, value])}\n`);
  }
  writeDurably(path, lines.join(''));
}

/** A reader sees either the old file or the new one. Never follows a link with the temporary name. */
function writeDurably(path: string, content: string | Uint8Array): void {
  const temporary = `${path}.${process.pid}.tmp`;
  rmSync(temporary, { force: true });
  writeFileSync(temporary, content, { mode: PRIVATE_FILE, flag: 'wx' });
  const file = openSync(temporary, 'r');
  fsyncSync(file);
  closeSync(file);
  renameSync(temporary, path);
}
