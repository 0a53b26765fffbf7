/** Reads single keys from a terminal, without waiting for Enter. */
import type { Io } from './io.ts';

/** Receives `ctrl-c` or the character. */
export type KeyListener = (key: string) => void;

type RawInput = Io['stdin'] & { setRawMode?(on: boolean): void };

/** Returns a function that restores the terminal. Without a terminal, there are no keys to read. */
export function listenToKeys(io: Io, onKey: KeyListener): () => void {
  const stdin: RawInput = io.stdin;
  if (stdin.isTTY !== true || !stdin.setRawMode) return () => {};
  const read = (chunk: Buffer | string) => {
    for (const key of String(chunk)) onKey(key === '\x03' ? 'ctrl-c' : key);
  };
  stdin.setRawMode(true);
  stdin.on('data', read).resume();
  return () => {
    stdin.off('data', read);
    stdin.pause();
    stdin.setRawMode?.(false);
  };
}
