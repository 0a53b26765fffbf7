/** The progress of long work on many items: one sentence every ten seconds. */
import type { Context } from '../../context.ts';

const EVERY_MS = 10_000;

/** `text` is called only if its sentence is printed. */
export function createProgress({ io: { clock }, report }: Context): (text: () => string) => void {
  let said = clock.now();
  return (text) => {
    if (clock.now() - said < EVERY_MS) return;
    said = clock.now();
    report.note(text());
  };
}
