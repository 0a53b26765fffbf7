/** Erases lines of a terminal, so that others can take their place. */
import type { OutputStream } from './io.ts';

/** Erases the last `count` lines. Each is erased on the way up, which leaves the cursor where the first one began. */
export function eraseLines(stream: OutputStream, count: number): void {
  if (count > 0) (stream.terminal ?? stream).write('\x1b[1A\x1b[2K'.repeat(count));
}
