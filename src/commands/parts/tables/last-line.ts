/** The last whole line of a file, and its end: an interrupted export continues after it. */
import type { FileHandle } from 'node:fs/promises';

/** How many bytes are read at once, from the end of the file. */
const BLOCK = 65_536;
const NEWLINE = 0x0a;

/** Returns an empty text and 0 if there is no whole line. */
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
