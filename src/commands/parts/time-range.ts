/** `--since` and `--until`: the period that a command reads. */
import { usageError } from '../../errors.ts';
import type { Option } from '../../flags/option.ts';
import type { FlagsOf } from '../../flags/values.ts';
import { parseMoment } from './time-ago.ts';

/** `ending` is another meaning of `--until`. Without it, the description shows the default. */
export const timeOptions = (since: string, ending?: string) =>
  [
    {
      flags: '--since <when>',
      description: `start of the period: 30s, 10m, 2h, 1d ago, or a date and time (default: ${since})`,
    },
    {
      flags: '--until <when>',
      description: `end of the period, written like --since${ending ? `; ${ending}` : ' (default: now)'}`,
    },
  ] as const satisfies readonly Option[];

export interface TimeRange {
  /** In ms since the epoch. */
  readonly since: number;
  readonly until?: number;
}

/** Throws a usage error for an invalid value, and for a period that ends before it starts. */
export function timeRange(
  flags: FlagsOf<ReturnType<typeof timeOptions>[number]>,
  now: number,
  since: string,
): TimeRange {
  const moment = (name: 'since' | 'until', fallback?: string) => {
    const written = flags[name] ?? fallback;
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
      'Set --since to an earlier time.',
    );
  return { since: from, ...(until !== undefined && { until }) };
}
