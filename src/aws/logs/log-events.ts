/**
 * Follows log groups: returns each event once, in order of time, as long as the caller polls. It polls FilterLogEvents,
 * because AWS bills Live Tail by the minute. CloudWatch Logs may accept an event late, so each poll looks back a little
 * and drops events that were already returned.
 */
import {
  type CloudWatchLogsClient,
  type FilteredLogEvent,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Clock } from '../../clock.ts';
import type { Right } from '../../engine/rights.ts';
import { ownLogGroups } from '../arns/own-arns.ts';
import { isAwsError } from '../sdk/errors/sdk-error.ts';

export const LOG_RIGHTS: readonly Right[] = [{ actions: ['logs:FilterLogEvents'], on: ownLogGroups }];

export interface LogEvent {
  group: string;
  stream: string;
  /** Milliseconds since the epoch. */
  time: number;
  message: string;
  /** Unique within the account. It identifies duplicates. */
  id: string;
}

/** The result of one poll of all groups. */
export interface LogPoll {
  /** The new events of all groups, in order of time. */
  readonly events: LogEvent[];
  /** The groups that do not exist, or do not exist yet. */
  readonly absent: readonly string[];
}

export interface FollowerOptions {
  client: CloudWatchLogsClient;
  groups: readonly string[];
  /** Milliseconds since the epoch. */
  since: number;
  /**
   * Milliseconds that each poll looks back behind the newest event: how late an event may arrive and still be returned.
   */
  overlap?: number;
  /** Milliseconds since the epoch. Newer events are not requested. */
  until?: number;
  /** A filter pattern of CloudWatch Logs. */
  pattern?: string;
  signal: AbortSignal;
}

export interface FollowOptions extends FollowerOptions {
  /** Without it, the iterator ends when all events up to now have been returned. */
  follow: boolean;
  clock: Clock;
}

/** Polls whenever the caller asks. If a part of a poll fails, the events of the other parts are not lost. */
export interface LogFollower {
  /** Throws AWS's error. */
  poll(): Promise<LogPoll>;
}

/** Milliseconds between polls. With five groups this is well within the account's rate. */
const POLL_INTERVAL = 2_000;
/** The default of `overlap` in milliseconds. */
const OVERLAP = 10_000;

export function createLogFollower(options: FollowerOptions): LogFollower {
  const cursors = options.groups.map((group) => createCursor(group, options.since));
  const waiting: LogEvent[] = [];
  return {
    async poll() {
      const polls = cursors.map(async (cursor) => void waiting.push(...(await pollGroup(cursor, options))));
      // All of them end before the next poll begins, even if one fails.
      const failed = (await Promise.allSettled(polls)).find((poll) => poll.status === 'rejected');
      if (failed) throw failed.reason;
      const absent = cursors.filter((cursor) => !cursor.exists).map(({ group }) => group);
      return { events: waiting.splice(0).sort(byTime), absent };
    },
  };
}

/** Yields after each poll, even without events. Ends quietly when aborted, and throws AWS's errors. */
export async function* followLogEvents(options: FollowOptions): AsyncGenerator<LogPoll> {
  const { clock, signal, follow } = options;
  const follower = createLogFollower(options);
  while (!signal.aborted) {
    const poll = await follower.poll();
    if (signal.aborted) return;
    yield poll;
    if (!follow) return;
    try {
      await clock.sleep(POLL_INTERVAL, signal);
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
  }
}

interface Cursor {
  readonly group: string;
  /** Older events are not requested. */
  readonly since: number;
  exists: boolean;
  newest: number;
  /** The IDs of returned events that may come again, with their times. */
  readonly given: Map<string, number>;
}

function createCursor(group: string, since: number): Cursor {
  return { group, since, exists: true, newest: since, given: new Map() };
}

async function pollGroup(cursor: Cursor, options: FollowerOptions): Promise<LogEvent[]> {
  const { overlap = OVERLAP } = options;
  const startTime = Math.max(cursor.since, cursor.newest - overlap);
  const fresh = new Map<string, LogEvent>();
  for await (const event of pages(cursor, startTime, options)) {
    const { eventId: id = '', timestamp: time = 0, logStreamName: stream = '', message = '' } = event;
    if (!cursor.given.has(id)) fresh.set(id, { group: cursor.group, stream, time, message, id });
  }
  // Only now the events count as returned: a poll that fails earlier has returned nothing.
  for (const { id, time } of fresh.values()) {
    cursor.given.set(id, time);
    cursor.newest = Math.max(cursor.newest, time);
  }
  for (const [id, time] of cursor.given) {
    if (time < cursor.newest - overlap) cursor.given.delete(id);
  }
  return [...fresh.values()];
}

/** A page may be empty and still have a successor. */
async function* pages(cursor: Cursor, startTime: number, options: FollowerOptions): AsyncGenerator<FilteredLogEvent> {
  const { client, pattern, signal, until } = options;
  let nextToken: string | undefined;
  do {
    const command = new FilterLogEventsCommand({
      logGroupName: cursor.group,
      startTime,
      ...(until !== undefined && { endTime: until }),
      ...(pattern !== undefined && { filterPattern: pattern }),
      ...(nextToken !== undefined && { nextToken }),
    });
    try {
      const page = await client.send(command, { abortSignal: signal });
      cursor.exists = true;
      yield* page.events ?? [];
      nextToken = page.nextToken;
    } catch (error) {
      if (signal.aborted) return;
      if (!isAwsError(error, 'ResourceNotFoundException')) throw error;
      cursor.exists = false;
      return;
    }
  } while (nextToken !== undefined && !signal.aborted);
}

function byTime(a: LogEvent, b: LogEvent): number {
  return a.time - b.time || a.group.localeCompare(b.group);
}
