/**
 * The queries of Logs Insights and their results. They run concurrently with other requests, and are kept only in
 * memory.
 */
import { setImmediate } from 'node:timers/promises';
import type { CloudBase, Scope } from '../../../cloud/cloud.ts';
import { logDefect } from '../../../protocols/wire.ts';
import type { Store } from '../../../storage/store.ts';
import { logStoreOf } from '../log-store.ts';
import { EventRecord, type LogRecord } from './log-record.ts';
import { MOST_ROWS, type Query } from './read-query.ts';
import type { Sink } from './stages.ts';

export interface QueryRequest {
  readonly scope: Scope;
  readonly groups: readonly string[];
  /** ms since the epoch, both included */
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  readonly query: Query;
}

export interface RunningQuery {
  readonly scope: Scope;
  status: 'Scheduled' | 'Running' | 'Complete' | 'Cancelled' | 'Failed';
  readonly statistics: { recordsMatched: number; recordsScanned: number; bytesScanned: number };
  rows: { field: string; value: string }[][];
}

/** The number of finished queries whose results are kept. */
const KEPT = 100;
/** The events per slice, after which other requests run: a few milliseconds. */
const SLICE = 5_000;

const queries = new WeakMap<Store, Map<string, RunningQuery>>();

export function queriesOf(cloud: CloudBase): Map<string, RunningQuery> {
  const known = queries.get(cloud.store) ?? new Map<string, RunningQuery>();
  queries.set(cloud.store, known);
  return known;
}

export const isRunning = ({ status }: RunningQuery): boolean => status === 'Scheduled' || status === 'Running';

/** Stops and drops all queries. */
export function stopQueries(cloud: CloudBase): void {
  const known = queriesOf(cloud);
  for (const query of known.values()) if (isRunning(query)) query.status = 'Cancelled';
  known.clear();
}

/** Returns the ID of the query. */
export function beginQuery(cloud: CloudBase, request: QueryRequest): string {
  const known = queriesOf(cloud);
  for (const [id, query] of known) {
    if (known.size < KEPT) break;
    if (!isRunning(query)) known.delete(id);
  }
  const id = cloud.ids.uuid();
  const running: RunningQuery = {
    scope: request.scope,
    status: 'Scheduled',
    statistics: { recordsMatched: 0, recordsScanned: 0, bytesScanned: 0 },
    rows: [],
  };
  known.set(id, running);
  // Nothing awaits it, and a bug of the emulator must not end the cloud.
  run(cloud, request, running).catch((error: unknown) => {
    logDefect(error);
    running.status = 'Failed';
  });
  return id;
}

async function run(cloud: CloudBase, request: QueryRequest, running: RunningQuery): Promise<void> {
  await setImmediate();
  if (running.status !== 'Scheduled') return;
  running.status = 'Running';
  const { groups, query, limit } = request;
  const found: LogRecord[] = [];
  const last: Sink = {
    push: (record) => void (found.length < Math.min(limit, MOST_ROWS) && found.push(record)),
    end() {},
  };
  const making = query.making.reduceRight<Sink>((next, stage) => stage(next), last);
  const matched: Sink = {
    push(record) {
      running.statistics.recordsMatched += 1;
      making.push(record);
    },
    end: () => making.end(),
  };
  const first = query.choosing.reduceRight<Sink>((next, stage) => stage(next), matched);
  for (const group of groups) if (!(await scan(cloud, request, group, running, first))) return;
  first.end();
  running.rows = found.map((record) => rowOf(record, query));
  running.status = 'Complete';
}

/** Pushes the events of a group. Returns `false` if the query was stopped. */
async function scan(
  cloud: CloudBase,
  { scope, from, to }: QueryRequest,
  group: string,
  running: RunningQuery,
  first: Sink,
): Promise<boolean> {
  let inSlice = 0;
  for (const event of logStoreOf(cloud).events(scope, group)) {
    if (event.timestamp < from || event.timestamp > to) continue;
    running.statistics.recordsScanned += 1;
    running.statistics.bytesScanned += Buffer.byteLength(event.message);
    first.push(new EventRecord(event, scope.account, group));
    inSlice += 1;
    if (inSlice < SLICE) continue;
    inSlice = 0;
    await setImmediate();
    if (running.status !== 'Running') return false;
  }
  return true;
}

/** Returns only the fields that a record has. */
function rowOf(record: LogRecord, { columns, isAggregated }: Query): { field: string; value: string }[] {
  const shown = isAggregated ? columns : [...columns, '@ptr'];
  return shown.flatMap((field) => {
    const value = record.get(field);
    return value === undefined ? [] : [{ field, value: String(value) }];
  });
}
