/**
 * Results that this user keeps from one run of the program to the next, beside the other caches of the user. They are
 * never in a project: whoever wrote a project could put a result there that its sources do not have.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { codeFolder } from './private-folder.ts';
import { programIdentity } from './program-identity.ts';
import { replaceFile } from './replace-file.ts';

export interface KeptResults {
  /** The key of what the program makes of `input`, which becomes JSON. Another program has other keys. */
  keyOf(what: string, input: unknown): string;
  /** Returns `undefined` if there is nothing, or if it is damaged. The caller knows the type from its key. */
  read(key: string): Promise<unknown>;
  write(key: string, value: unknown): Promise<void>;
}

/** The most results that are kept. The oldest go first. */
const MOST = 40;

/** In bytes. */
const LARGEST = 20 * 1_024 * 1_024;

const HASH_BYTES = 32;
const hash = (bytes: string | Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** Returns `undefined` if nothing may be kept: the program is not known exactly, or the user has no folder for it. */
export function keptResults(env: NodeJS.ProcessEnv): KeptResults | undefined {
  const identity = programIdentity();
  const folder = identity === undefined ? undefined : codeFolder(env);
  return identity === undefined || folder === undefined ? undefined : keepIn(join(folder, 'kept'), identity);
}

/** `identity` says which program made the results. */
export function keepIn(folder: string, identity: string): KeptResults {
  return {
    keyOf: (what, input) => hash(JSON.stringify([identity, what, input])).toString('hex'),

    async read(key) {
      const file = await readFile(join(folder, key)).catch(() => undefined);
      if (file === undefined || !hash(file.subarray(HASH_BYTES)).equals(file.subarray(0, HASH_BYTES))) return undefined;
      return deserialize(file.subarray(HASH_BYTES));
    },

    async write(key, value) {
      const bytes = serialize(value);
      if (bytes.length > LARGEST) return;
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await replaceFile(join(folder, key), Buffer.concat([hash(bytes), bytes]));
        await removeOldest(folder);
      } catch (error) {
        // Without the file, the next run only makes the result again.
        if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      }
    },
  };
}

async function removeOldest(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.length <= MOST) return;
  // Another process may remove a file at the same time.
  const files = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(folder, name)).catch(() => undefined))?.mtimeMs ?? 0 })),
  );
  const oldest = files.sort((a, b) => b.at - a.at).slice(MOST);
  await Promise.all(oldest.map(({ name }) => rm(join(folder, name), { force: true })));
}
