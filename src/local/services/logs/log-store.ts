/**
 * The store of all log events, shared by the Logs API and everything that writes logs (gateway, functions). It has one
 * log per group: on disk under `logs/<account>/<region>/` of the data folder, otherwise in memory.
 */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudBase, Scope } from '../../cloud/cloud.ts';
import type { Store } from '../../storage/store.ts';
import { openEventFiles } from './event-files.ts';
import { createEventLog, type EventLog } from './event-log.ts';
import { groupsOf, streamKey, streamsOf } from './model.ts';
import type { NewEvent, StoredEvent } from './stored-event.ts';

export interface LogStore {
  /** Returns the log of an existing group. */
  logOf(scope: Scope, group: string): EventLog;
  /**
   * Appends to the log of an existing group, within `HOLD_MS` and before any other access to a log. Under load, the
   * lines of many requests are written together.
   */
  appendSoon(scope: Scope, group: string, events: readonly NewEvent[]): void;
  /** Returns the events within the group's retention, ordered by timestamp. */
  events(scope: Scope, group: string): readonly StoredEvent[];
  removeGroup(scope: Scope, group: string): void;
  close(): void;
  reset(): void;
}

const DAY_MS = 86_400_000;

const HOLD_MS = 20;

/** File systems allow 255 bytes. */
const LONGEST_NAME = 200;

/**
 * Returns a readable name that stays within its folder: a group can be called `..`, and can be longer than a file name.
 */
function folderName(group: string): string {
  const name = encodeURIComponent(group).replace(/^\.+/, (dots) => '%2E'.repeat(dots.length));
  if (name.length <= LONGEST_NAME) return name;
  return `${name.slice(0, LONGEST_NAME - 65)}~${createHash('sha256').update(group).digest('hex')}`;
}

/** Log stores by `Store`, which all parts of one running cloud share. */
const stores = new WeakMap<Store, LogStore>();

export function logStoreOf(cloud: CloudBase): LogStore {
  const store = stores.get(cloud.store) ?? createLogStore(cloud);
  stores.set(cloud.store, store);
  return store;
}

function createLogStore(cloud: CloudBase): LogStore {
  const logs = new Map<string, EventLog>();
  const root = cloud.options.dataDir === undefined ? undefined : join(cloud.options.dataDir, 'logs');
  const keyOf = ({ account, region }: Scope, group: string) => `${account}/${region}/${group}`;
  const open = ({ account, region }: Scope, group: string) =>
    createEventLog(
      root === undefined ? undefined : openEventFiles(join(root, account, region, folderName(group))),
      cloud.options.logGroupBytes,
    );

  /** Lines that are not written yet, by log. */
  const held = new Map<EventLog, NewEvent[]>();
  let timer: NodeJS.Timeout | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    for (const [log, events] of held) log.append(events);
    held.clear();
  };

  const find = (scope: Scope, group: string): EventLog => {
    const key = keyOf(scope, group);
    const log = logs.get(key) ?? open(scope, group);
    logs.set(key, log);
    return log;
  };

  const logOf = (scope: Scope, group: string): EventLog => {
    if (held.size > 0) flush();
    return find(scope, group);
  };

  return {
    logOf,
    appendSoon(scope, group, events) {
      const log = find(scope, group);
      const waiting = held.get(log) ?? [];
      held.set(log, waiting);
      for (const event of events) waiting.push(event);
      timer ??= setTimeout(flush, HOLD_MS).unref();
    },
    events(scope, group) {
      const events = logOf(scope, group).events();
      const days = groupsOf(cloud, scope).get(group)?.retentionInDays;
      if (days === undefined) return events;
      const oldest = cloud.clock.now() - days * DAY_MS;
      return events.filter(({ timestamp }) => timestamp >= oldest);
    },
    removeGroup(scope, group) {
      logOf(scope, group).remove();
      logs.delete(keyOf(scope, group));
      const streams = streamsOf(cloud, scope);
      for (const stream of streams.values()) {
        if (stream.group === group) streams.delete(streamKey(group, stream.logStreamName));
      }
      groupsOf(cloud, scope).delete(group);
    },
    close() {
      flush();
      for (const log of logs.values()) log.close();
    },
    reset() {
      held.clear();
      for (const log of logs.values()) log.close();
      logs.clear();
      if (root !== undefined) rmSync(root, { recursive: true, force: true });
    },
  };
}
