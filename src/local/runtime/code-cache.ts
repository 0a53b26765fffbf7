/**
 * Unpacked function code: one read-only folder for each zip, shared by all versions and processes that run it,
 * removed when the last one ends. Outside of any project, so that a dependency missing from the zip is missing here.
 */
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { readZip, type ZipEntry, ZipError } from '../services/lambda/zip-archive.ts';
import type { Store } from '../storage/store.ts';

export interface CodeCache {
  /** Absolute path of the unpacked zip; call `release` as often as `acquire`. */
  acquire(blob: string): Promise<string>;
  release(blob: string): void;
}

interface Unpacked {
  readonly folder: Promise<string>;
  users: number;
}

/** `folder` is where to unpack; whoever owns it removes it. */
export function createCodeCache(store: Store, folder: () => string): CodeCache {
  const unpacked = new Map<string, Unpacked>();
  let count = 0;

  /** Never a path that is being removed. */
  const nextFolder = (blob: string): string => {
    count += 1;
    return join(folder(), `${count}-${blob.slice(0, 12)}`);
  };

  return {
    acquire(blob) {
      const entry = unpacked.get(blob) ?? { folder: unpack(store.getBlob(blob), nextFolder(blob)), users: 0 };
      unpacked.set(blob, entry);
      entry.users += 1;
      return entry.folder;
    },
    release(blob) {
      const entry = unpacked.get(blob);
      if (!entry) return;
      entry.users -= 1;
      if (entry.users > 0) return;
      unpacked.delete(blob);
      entry.folder.then(
        (path) => rm(path, { recursive: true, force: true }),
        () => {},
      );
    },
  };
}

async function unpack(zip: Buffer, folder: string): Promise<string> {
  const entries = readZip(zip);
  await mkdir(folder, { recursive: true });
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.kind === 'directory') await mkdir(path, { recursive: true });
    if (entry.kind === 'file') await writeEntry(path, entry);
  }
  // Links come last, so that no file is written through one.
  for (const entry of entries) {
    if (entry.kind === 'symlink') await link(folder, entry);
  }
  return folder;
}

async function writeEntry(path: string, entry: ZipEntry): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await rm(path, { force: true });
  // Lambda's code folder is read-only; files packed without permissions stay readable.
  await writeFile(path, entry.read(), { mode: entry.mode & 0o111 ? 0o555 : 0o444 });
}

async function link(folder: string, entry: ZipEntry): Promise<void> {
  const path = join(folder, entry.name);
  const target = entry.read().toString('utf8');
  if (relative(folder, resolve(dirname(path), target)).startsWith('..')) {
    throw new ZipError(`${entry.name} links outside of the archive`);
  }
  await mkdir(dirname(path), { recursive: true });
  await symlink(target, path);
}
