/** The last whole line of a file, and where it ends: an export that was cut off goes on behind it. */
import type { FileHandle } from 'node:fs/promises';

/** Bytes that are read at once, from the end of the file. */
const BLOCK = 65_536;
const NEWLINE = 0x0a;

/** Empty and 0 where there is none. */
export async function lastWholeLine(file: FileHandle): Promise<{ readonly text: string; readonly end: number }> {
  const { size } = await file.stat();
  let tail = Buffer.alloc(0);
  for (let from = size; from > 0; ) {
    const length = Math.min(BLOCK, from);
    from -= length;
    const block = Buffer.alloc(length);
    await file.read(block, 0, length, from);
    tail = Buffer.concat([block, tail]);
    const end = tail.lastIndexOf(NEWLINE);
    const before = end === -1 ? -1 : tail.subarray(0, end).lastIndexOf(NEWLINE);
    if (end !== -1 && (before !== -1 || from === 0))
      return { text: tail.subarray(before + 1, end).toString('utf8'), end: from + end + 1 };
  }
  return { text: '', end: 0 };
}
