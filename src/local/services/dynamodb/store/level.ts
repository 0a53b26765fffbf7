/** The database of an engine: LevelDB in a folder, or the same in memory. Values are JSON texts. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { PRIVATE_FOLDER } from '../../../storage/store.ts';

export type LevelWrite =
  | { readonly type: 'put'; readonly key: string; readonly value: string }
  | { readonly type: 'del'; readonly key: string };

export interface KeyRange {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly limit?: number;
  readonly reverse?: boolean;
  /** How much is read ahead; the default is 16 KB. */
  readonly highWaterMarkBytes?: number;
}

/** Reads what was in the database when it was created. */
export interface Entries extends AsyncIterable<[key: string, value: string]> {
  /** Resolves to at most `size` entries, or none at the end. */
  nextv(size: number): Promise<[key: string, value: string][]>;
  close(): Promise<void>;
}

export interface Level {
  /** Reads in this thread: the value is usually in memory, and waking up another thread costs many times the read. */
  getSync(key: string): string | undefined;
  batch(operations: LevelWrite[]): Promise<void>;
  clear(range: KeyRange): Promise<void>;
  keys(range: KeyRange): AsyncIterable<string>;
  iterator(range: KeyRange): Entries;
  close(): Promise<void>;
}

/** Without a path, the database is in memory. */
export async function openLevel(path: string | undefined): Promise<Level> {
  const encodings = { keyEncoding: 'utf8', valueEncoding: 'utf8' } as const;
  if (path === undefined) {
    const { MemoryLevel } = await import('./memory-database.ts');
    const level = new MemoryLevel<string, string>(encodings);
    await level.open();
    return level;
  }
  const { ClassicLevel } = await import('classic-level');
  mkdirSync(dirname(path), PRIVATE_FOLDER);
  const level = new ClassicLevel<string, string>(path, encodings);
  await level.open();
  return level;
}

/** The keys with a prefix: they consist of hexadecimal digits, names, `/` and `~`, which are all below U+00FF. */
export const rangeOf = (prefix: string): { gte: string; lt: string } => ({ gte: prefix, lt: `${prefix}\xff` });
