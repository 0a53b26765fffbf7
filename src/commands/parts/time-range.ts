/** `--since` and `--until`: which time a command looks at. */
import type { Flags } from '../../context.ts';
import { usageError } from '../../errors.ts';
import type { Option } from './command.ts';
import { parseMoment } from './time-ago.ts';

/** `ending`: what else `--until` means; by itself it says what it is without. */
export const timeOptions = (since: string, ending?: string): readonly Option[] => [
  {
    flags: '--since <when>',
    description: `where to begin: 30s, 10m, 2h, 1d ago, or a date and time (default: ${since})`,
  },
  {
    flags: '--until <when>',
    description: `where to end, written like --since${ending ? `; ${ending}` : ' (default: now)'}`,
  },
];

export interface TimeRange {
  /** ms since the epoch */
  readonly since: number;
  readonly until?: number;
}

/** Throws a usage error for a value that means nothing, and for a time that ends before it begins. */
export function timeRange(flags: Flags, now: number, since: string): TimeRange {
  const moment = (name: string, fallback?: string) => {
    const flag = flags[name];
    const written = typeof flag === 'string' ? flag : fallback;
    if (written === undefined) return undefined;
    const at = parseMoment(written, now);
    if (at !== undefined) return at;
    throw usageError(
      `--${name} takes a duration or a date with a time, not "${written}".`,
      'Write it like 30s, 10m, 2h, 1d or 2026-11-29T10:15:00Z.',
    );
  };
  const from = moment('since', since)!;
  const until = moment('until');
  if (until !== undefined && until <= from)
    throw usageError(
      '--until is not after --since, so there is nothing between them.',
      'Give --since an earlier time.',
    );
  return { since: from, ...(until !== undefined && { until }) };
}
