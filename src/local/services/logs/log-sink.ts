/** How gateway and function runtime write logs: the same store as the Logs API, without a request. */
import type { CloudBase, LogSink, Scope } from '../../cloud.ts';
import type { NewEvent } from './event-log.ts';
import { logStoreOf } from './log-store.ts';
import { groupsOf, streamKey, streamsOf } from './model.ts';

interface Pending {
  readonly scope: Scope;
  readonly group: string;
  readonly events: NewEvent[];
}

/**
 * What is written within one turn of the event loop is appended together at its end, so before anything that comes in
 * later can ask for it: under load the lines of many requests go to the disk in one piece. What comes after `close` is
 * dropped.
 */
export function createLogSink(base: CloudBase): LogSink & { close(): void } {
  const store = logStoreOf(base);
  const pending = new Map<string, Pending>();
  let closed = false;

  const flush = () => {
    for (const { scope, group, events } of pending.values()) {
      // It may have been deleted within the same turn.
      if (groupsOf(base, scope).has(group)) store.logOf(scope, group).append(events);
    }
    pending.clear();
  };

  return {
    write(scope, { group, stream, createGroup }, events) {
      if (closed || events.length === 0) return;
      const groups = groupsOf(base, scope);
      const now = base.clock.now();
      if (!groups.has(group)) {
        if (!createGroup) return;
        groups.put(group, newGroup(group, now));
      }
      const streams = streamsOf(base, scope);
      const key = streamKey(group, stream);
      if (!streams.has(key)) streams.put(key, { group, logStreamName: stream, creationTime: now });
      if (pending.size === 0) setImmediate(flush);
      const slot = `${scope.account}/${scope.region}/${group}`;
      const waiting = pending.get(slot) ?? { scope, group, events: [] };
      pending.set(slot, waiting);
      for (const { timestamp, message } of events) {
        waiting.events.push({ stream, timestamp, ingestionTime: now, message });
      }
    },
    close() {
      closed = true;
      flush();
      store.close();
    },
  };
}

const newGroup = (logGroupName: string, creationTime: number) => ({
  logGroupName,
  creationTime,
  logGroupClass: 'STANDARD' as const,
  deletionProtection: false,
  tags: {},
});
