/** How long the texts are that are made to match a regular expression. Pure. */
import type { Pattern } from './parse-pattern.ts';

/** What may be made of a repetition beyond what it asks for at least. */
const EXTRA = 10;

/** In characters, at most; `Infinity` where counted repetitions stand in each other beyond all bounds. */
export function madeLength(pattern: Pattern): number {
  switch (pattern.kind) {
    case 'character':
      return 1;
    case 'assertion':
      return 0;
    case 'sequence':
      return pattern.parts.reduce((sum, part) => sum + madeLength(part), 0);
    case 'choice':
      return Math.max(...pattern.parts.map(madeLength));
    case 'repeat': {
      const length = madeLength(pattern.part);
      return length === 0 ? 0 : length * Math.min(pattern.max, 2 * pattern.min + EXTRA);
    }
  }
}
