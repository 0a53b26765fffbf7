/** Writes a file so that whoever looks finds the old contents or the new, never a part. */
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes the folders on the way too. What was there before is replaced; a link is replaced by the file, not followed.
 * The name of the file that is written first cannot be guessed, and nothing may be there, so that nobody who may write
 * into the folder leads the contents elsewhere.
 */
export async function replaceFile(file: string, contents: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, contents, { flag: 'wx' });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
