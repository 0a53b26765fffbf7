/** The length of the texts that are generated to match a regular expression. Pure. */
import type { Pattern } from './parse-pattern.ts';

/** The number of generated repetitions above the minimum. */
const EXTRA = 10;

/** Returns the longest length in characters, or `Infinity` if nested counted repetitions make it unreasonable. */
export function maxMatchLength(pattern: Pattern): number {
  switch (pattern.kind) {
    case 'character':
      return 1;
    case 'assertion':
      return 0;
    case 'sequence':
      return pattern.parts.reduce((sum, part) => sum + maxMatchLength(part), 0);
    case 'choice':
      return Math.max(...pattern.parts.map(maxMatchLength));
    case 'repeat': {
      const length = maxMatchLength(pattern.part);
      return length === 0 ? 0 : length * Math.min(pattern.max, 2 * pattern.min + EXTRA);
    }
  }
}
