/** What a long walk over items says on its way: one sentence every ten seconds. */
import type { Context } from '../../context.ts';

const EVERY_MS = 10_000;

/** `text` is made only when it is said. */
export function createProgress({ io: { clock }, report }: Context): (text: () => string) => void {
  let said = clock.now();
  return (text) => {
    if (clock.now() - said < EVERY_MS) return;
    said = clock.now();
    report.note(text());
  };
}
