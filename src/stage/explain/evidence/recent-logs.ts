/**
 * The facts that a stage's logs tell about the last hour: which requests failed and how, and the latest errors of its
 * function. One query each.
 */
import { rowsInGroup } from '../../../aws/logs/insights/rows-in-group.ts';
import { typedRows } from '../../../aws/logs/insights/typed-rows.ts';
import type { StageConfig } from '../../../config/config.ts';
import type { Failure, LoggedError } from '../../../explain/evidence.ts';
import { ERRORS_FILTER } from '../../../logs/error-groups.ts';
import { accessLogGroup, functionLogGroup } from '../../../naming/names.ts';
import type { RunParts } from '../../stage-run.ts';

type Parts = Pick<RunParts, 'clients' | 'clock' | 'signal'>;

/** Milliseconds. */
export const RECENT = 3_600_000;

/** Characters of a line. A handler may log megabytes for one request. */
const LONGEST = 20_000;

const FAILURES =
  'filter status >= 400 | stats count(*) as count, max(@timestamp) as at, latest(requestId) as id by status, errorType, method, resourcePath | sort count desc | limit 200';

const ERRORS = `fields @timestamp, @message | filter ${ERRORS_FILTER} | sort @timestamp desc | limit 20`;

/** `from` and `to` are in milliseconds since the epoch. */
export async function failedRequests(
  config: StageConfig,
  parts: Parts,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<Failure[]> {
  const search = { group: accessLogGroup(config), query: FAILURES, from, to };
  const rows = await rowsInGroup(await parts.clients.logs(), search, parts);
  const typed = typedRows(rows, {
    status: 'number',
    errorType: 'text?',
    method: 'text?',
    resourcePath: 'text?',
    count: 'number',
    at: 'time',
    id: 'text',
  });
  return typed.map(({ status, errorType, method, resourcePath, count, at, id }) => ({
    status,
    ...(errorType !== undefined && errorType !== '-' && { type: errorType }),
    // A request without an operation has no path of the contract.
    ...(method !== undefined &&
      resourcePath !== undefined &&
      resourcePath !== '-' && { operation: `${method} ${resourcePath}` }),
    count,
    at: new Date(at).toISOString(),
    requestId: id,
  }));
}

/** Returns the newest error first. */
export async function loggedErrors(config: StageConfig, parts: Parts): Promise<LoggedError[]> {
  const now = parts.clock.now();
  const search = { group: functionLogGroup(config), query: ERRORS, from: now - RECENT, to: now };
  const rows = await rowsInGroup(await parts.clients.logs(), search, parts);
  const typed = typedRows(rows, { '@timestamp': 'time', '@message': 'text' });
  return typed.map((row) => ({
    at: new Date(row['@timestamp']).toISOString(),
    text: row['@message'].trim().slice(0, LONGEST),
  }));
}
