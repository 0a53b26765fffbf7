/**
 * Unpacked function code: one read-only folder for each zip, or for the zips of several layers. All versions and
 * processes that run it share the folder, and it is removed when the last one ends. It is outside any project, so that
 * a dependency that is missing in the zip is missing here, too.
 */
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readZip, type ZipEntry } from '../state/functions/zip-archive.ts';
import { refuseEscapingLinks } from '../state/functions/zip-links.ts';
import type { Store } from '../storage/store.ts';
import { removeTree } from './work-folder.ts';

export interface CodeCache {
  /**
   * Returns the absolute path of the unpacked zips. Files of a later one replace those of an earlier one. Call
   * `release` as often as `acquire`.
   */
  acquire(blobs: readonly string[]): Promise<string>;
  release(blobs: readonly string[]): void;
}

interface Unpacked {
  readonly folder: Promise<string>;
  users: number;
}

/** `folder` returns the parent folder for unpacking; its owner removes it. */
export function createCodeCache(store: Store, folder: () => string): CodeCache {
  const unpacked = new Map<string, Unpacked>();
  let count = 0;

  /** Never returns a path that is being removed. */
  const nextFolder = ([blob = '']: readonly string[]): string => {
    count += 1;
    return join(folder(), `${count}-${blob.slice(0, 12)}`);
  };

  return {
    acquire(blobs) {
      const key = blobs.join();
      const made = () =>
        unpack(
          blobs.map((blob) => store.getBlob(blob)),
          nextFolder(blobs),
        );
      const entry = unpacked.get(key) ?? { folder: made(), users: 0 };
      unpacked.set(key, entry);
      entry.users += 1;
      return entry.folder;
    },
    release(blobs) {
      const key = blobs.join();
      const entry = unpacked.get(key);
      if (!entry) return;
      entry.users -= 1;
      if (entry.users > 0) return;
      unpacked.delete(key);
      entry.folder.then(removeTree, () => {});
    },
  };
}

async function unpack(zips: readonly Buffer[], folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const entries: ZipEntry[] = [];
  for (const zip of zips) {
    const more = readZip(zip);
    entries.push(...more);
    // A link of one zip can lead through a link of another one.
    refuseEscapingLinks(entries);
    await unpackEntries(more, folder);
  }
  // /var/task is read-only, so a function that writes beside its code must fail here, too. Inner folders come first.
  for (const path of foldersOf(entries)) await chmod(join(folder, path), 0o555);
  return folder;
}

async function unpackEntries(entries: readonly ZipEntry[], folder: string): Promise<void> {
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.kind === 'directory') await mkdir(path, { recursive: true });
    if (entry.kind === 'file') await writeEntry(path, entry);
  }
  // Links come last, so that no file is written through a link.
  for (const entry of entries) {
    if (entry.kind === 'symlink') await link(folder, entry);
  }
}

function foldersOf(entries: readonly ZipEntry[]): string[] {
  const folders = new Set<string>(['']);
  for (const { name, kind } of entries) {
    let path = kind === 'directory' ? name.replace(/\/+$/, '') : dirname(name);
    while (path !== '.' && path !== '') {
      folders.add(path);
      path = dirname(path);
    }
  }
  return [...folders].sort((a, b) => b.length - a.length);
}

async function writeEntry(path: string, entry: ZipEntry): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await rm(path, { force: true });
  // Lambda's code folder is read-only; files packed without permissions stay readable.
  await writeFile(path, entry.read(), { mode: entry.mode & 0o111 ? 0o555 : 0o444 });
}

async function link(folder: string, entry: ZipEntry): Promise<void> {
  const path = join(folder, entry.name);
  await mkdir(dirname(path), { recursive: true });
  await rm(path, { force: true });
  await symlink(entry.read().toString('utf8'), path);
}
