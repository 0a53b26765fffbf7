/** The flags with which `tail-logs` chooses requests and lines. */
import { usageError } from '../errors.ts';
import { LEVELS, type Level, parseStatus, type RequestFilter } from '../logs/select-lines.ts';
import type { Flags, Option } from './command.ts';
import { parseMoment } from './duration.ts';

export const FILTER_OPTIONS: readonly Option[] = [
  { flags: '--since <when>', description: 'where to begin: 30s, 10m, 2h, 1d ago, or a date and time (default: 10m)' },
  { flags: '--until <when>', description: 'where to end, written like --since; nothing is followed then' },
  { flags: '--status <status>', description: 'requests with this status: 404, 5xx, 400-499' },
  { flags: '--method <method>', description: 'requests with this method' },
  {
    flags: '--path <path>',
    description: 'requests of a path: /items/{id} as in the contract, or /items/4* as it was asked for',
  },
  { flags: '--request <id>', description: 'one request: its id, or the beginning of it' },
  { flags: '--key <key>', completes: 'keys', description: 'requests with this API key, by its name or id' },
  { flags: '--level <level>', description: 'lines that are at least this urgent', choices: LEVELS },
  {
    flags: '--filter <pattern>',
    description: "only lines that match this filter pattern of CloudWatch Logs, e.g. ERROR or '{$.status = 500}'",
  },
];

export interface LogFilters {
  /** ms since the epoch */
  readonly since: number;
  readonly until?: number;
  readonly requests: Omit<RequestFilter, 'keyId'>;
  /** The name or the id of an API key. */
  readonly key?: string;
  readonly level?: Level;
  readonly pattern?: string;
}

/** Throws a usage error for a value that means nothing. */
export function logFilters(flags: Flags, now: number): LogFilters {
  const text = (name: string) => (typeof flags[name] === 'string' ? (flags[name] as string) : undefined);
  const moment = (name: string, fallback?: string) => {
    const written = text(name) ?? fallback;
    if (written === undefined) return undefined;
    const at = parseMoment(written, now);
    if (at !== undefined) return at;
    throw usageError(
      `--${name} takes a duration or a date with a time, not "${written}".`,
      'Write it like 30s, 10m, 2h, 1d or 2026-11-29T10:15:00Z.',
    );
  };
  const [written, method, path, request] = [text('status'), text('method'), text('path'), text('request')];
  const status = written === undefined ? undefined : parseStatus(written);
  if (written !== undefined && !status)
    throw usageError(`--status takes a status, not "${written}".`, 'Write it like 404, 5xx or 400-499.');
  const since = moment('since', '10m')!;
  const until = moment('until');
  if (until !== undefined && until <= since)
    throw usageError(
      '--until is not after --since, so there is nothing between them.',
      'Give --since an earlier time.',
    );
  const [key, pattern] = [text('key'), text('filter')];
  return {
    since,
    ...(until !== undefined && { until }),
    requests: {
      ...(status && { status }),
      ...(method && { method }),
      ...(path && { path }),
      ...(request && { request }),
    },
    ...(key && { key }),
    ...(text('level') && { level: text('level') as Level }),
    ...(pattern && { pattern }),
  };
}
