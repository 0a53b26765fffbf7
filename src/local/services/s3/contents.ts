/**
 * The bytes of objects: one file for each upload, in a folder of the cloud. Nothing of an object is held in memory, so
 * that its size does not matter. Without a data folder, the files are temporary and end with the cloud.
 */
import {
  createReadStream,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudBase } from '../../cloud/cloud.ts';
import { PRIVATE_FILE, PRIVATE_FOLDER, type Store } from '../../storage/store.ts';
import type { ContentPart } from './model.ts';

/** Folders by `Store`, which all parts of one running cloud share. */
const folders = new WeakMap<Store, string>();

function folderOf({ store, options }: CloudBase): string {
  const known = folders.get(store);
  if (known !== undefined) return known;
  const { dataDir } = options;
  const folder =
    dataDir === undefined ? mkdtempSync(join(realpathSync(tmpdir()), 'apikit-objects-')) : join(dataDir, 'objects');
  mkdirSync(folder, PRIVATE_FOLDER);
  folders.set(store, folder);
  return folder;
}

/** A new file that is being written. */
export interface NewContent {
  /** The name of the file. */
  readonly file: string;
  write(chunk: Uint8Array): Promise<void>;
  /** Resolves when the bytes are on the disk. */
  finish(): Promise<void>;
  /** Removes a finished file. */
  remove(): void;
  /** Ends an unfinished file, and removes it. */
  discard(): Promise<void>;
}

export async function newContent(cloud: CloudBase): Promise<NewContent> {
  const file = cloud.ids.uuid();
  const path = join(folderOf(cloud), file);
  const handle: FileHandle = await open(path, 'wx', PRIVATE_FILE);
  return {
    file,
    write: async (chunk) => void (await handle.writeFile(chunk)),
    async finish() {
      await handle.datasync();
      await handle.close();
    },
    remove: () => rmSync(path, { force: true }),
    async discard() {
      await handle.close();
      rmSync(path, { force: true });
    },
  };
}

/** Returns the bytes from `start` to `end`, both included, of parts that follow each other. */
export async function* readContent(
  cloud: CloudBase,
  parts: readonly ContentPart[],
  start: number,
  end: number,
): AsyncGenerator<Buffer> {
  let offset = 0;
  for (const { file, size } of parts) {
    const from = Math.max(start - offset, 0);
    const to = Math.min(end - offset, size - 1);
    offset += size;
    if (from > to) continue;
    yield* createReadStream(join(folderOf(cloud), file), { start: from, end: to }) as AsyncIterable<Buffer>;
  }
}

/** Gives the same bytes a second name, which belongs to another object. */
export function copyContent(cloud: CloudBase, parts: readonly ContentPart[]): ContentPart[] {
  const folder = folderOf(cloud);
  return parts.map(({ file, size }) => {
    const copy = cloud.ids.uuid();
    linkSync(join(folder, file), join(folder, copy));
    return { file: copy, size };
  });
}

export function removeContent(cloud: CloudBase, parts: readonly ContentPart[]): void {
  for (const { file } of parts) rmSync(join(folderOf(cloud), file), { force: true });
}

/** Removes the files that no object has: a cloud that was killed leaves those of its last requests. */
export function removeAbandoned(cloud: CloudBase, used: ReadonlySet<string>): void {
  if (cloud.options.dataDir === undefined) return;
  const folder = join(cloud.options.dataDir, 'objects');
  for (const file of existsSync(folder) ? readdirSync(folder) : []) if (!used.has(file)) rmSync(join(folder, file));
}

/** Deletes all files. */
export function removeContents(cloud: CloudBase): void {
  const folder = folders.get(cloud.store) ?? (cloud.options.dataDir && join(cloud.options.dataDir, 'objects'));
  folders.delete(cloud.store);
  if (folder) rmSync(folder, { recursive: true, force: true });
}

/** Files without a data folder end with the cloud. */
export function closeContents(cloud: CloudBase): void {
  if (cloud.options.dataDir === undefined) removeContents(cloud);
}
