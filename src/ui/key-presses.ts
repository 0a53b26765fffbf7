/** Single keys from a terminal, without waiting for Enter. */
import type { Io } from './io.ts';

/** `ctrl-c`, or the character. */
export type KeyListener = (key: string) => void;

type RawInput = Io['stdin'] & { setRawMode?(on: boolean): void };

/** Returns how to give the terminal back as it was. Without a terminal nobody presses anything. */
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
