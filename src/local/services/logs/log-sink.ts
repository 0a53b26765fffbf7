/** How gateway and function runtime write logs: the same store as the Logs API, without a request. */
import type { CloudBase, LogSink } from '../../cloud.ts';
import { logStoreOf } from './log-store.ts';
import { groupsOf, streamKey, streamsOf } from './model.ts';

/** What comes after `close` is dropped. */
export function createLogSink(base: CloudBase): LogSink & { close(): void } {
  const store = logStoreOf(base);
  let closed = false;

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
      store.appendSoon(
        scope,
        group,
        events.map(({ timestamp, message }) => ({ stream, timestamp, ingestionTime: now, message })),
      );
    },
    close() {
      closed = true;
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
