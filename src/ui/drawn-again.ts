/** Redraws lines in place on a terminal. On other outputs, the lines follow each other. */
import { eraseLines } from './erase-lines.ts';
import type { OutputStream } from './io.ts';
import { columnsOf, fold } from './wrap.ts';

export function createDrawnAgain(stream: OutputStream): (lines: readonly string[]) => void {
  let drawn = 0;
  return (lines) => {
    const folded = lines.flatMap((line) => fold(line, columnsOf(stream)));
    if (stream.isTTY) eraseLines(stream, drawn);
    for (const line of folded) stream.write(`${line}\n`);
    drawn = folded.length;
  };
}
