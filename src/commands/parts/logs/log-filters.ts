/** The flags with which `tail-logs` selects requests and lines. */
import { usageError } from '../../../errors.ts';
import type { Option } from '../../../flags/option.ts';
import type { FlagsOf } from '../../../flags/values.ts';
import { LEVELS, type Level, parseStatus, type RequestFilter } from '../../../logs/select-lines.ts';
import { type TimeRange, timeOptions, timeRange } from '../time-range.ts';

export const FILTER_OPTIONS = [
  ...timeOptions('10m', 'nothing is followed then'),
  { flags: '--status <status>', description: 'requests with this status: 404, 5xx, 400-499' },
  { flags: '--method <method>', description: 'requests with this method' },
  {
    flags: '--path <path>',
    description: 'requests of a path: /items/{id} as in the contract, or /items/4* as in the request',
  },
  { flags: '--request <id>', description: 'one request: its ID, or the beginning of the ID' },
  { flags: '--key <key>', completes: 'keys', description: 'requests with this API key (name or ID)' },
  { flags: '--level <level>', description: 'lines with at least this level', choices: LEVELS },
  {
    flags: '--filter <pattern>',
    description: "only lines that match this filter pattern of CloudWatch Logs, e.g. ERROR or '{$.status = 500}'",
  },
] as const satisfies readonly Option[];

export interface LogFilters extends TimeRange {
  readonly requests: Omit<RequestFilter, 'keyIds'>;
  /** The name or ID of an API key. */
  readonly key?: string;
  readonly level?: Level;
  readonly pattern?: string;
}

/** Throws a usage error for an invalid value. */
export function logFilters(flags: FlagsOf<(typeof FILTER_OPTIONS)[number]>, now: number): LogFilters {
  const { status: written, method, path, request, key, level, filter: pattern } = flags;
  const status = written === undefined ? undefined : parseStatus(written);
  if (written !== undefined && !status)
    throw usageError(`--status takes a status, not "${written}".`, 'Write it like 404, 5xx or 400-499.');
  const range = timeRange(flags, now, '10m');
  return {
    ...range,
    requests: {
      ...(status && { status }),
      ...(method && { method }),
      ...(path && { path }),
      ...(request && { request }),
    },
    ...(key && { key }),
    ...(level && { level }),
    ...(pattern && { pattern }),
  };
}
