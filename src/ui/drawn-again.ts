/** Redraws lines in place on a terminal. On other outputs, the lines follow each other. */
import type { OutputStream } from './io.ts';
import { columnsOf, fold } from './wrap.ts';

export function createDrawnAgain(stream: OutputStream): (lines: readonly string[]) => void {
  let drawn = 0;
  return (lines) => {
    const folded = lines.flatMap((line) => fold(line, columnsOf(stream)));
    // Each drawn line is cleared on the way up.
    if (stream.isTTY && drawn > 0) (stream.terminal ?? stream).write('\x1b[1A\x1b[2K'.repeat(drawn));
    for (const line of folded) stream.write(`${line}\n`);
    drawn = folded.length;
  };
}
