/** Writes logs of the gateway and the function runtime to the same store as the Logs API, without a request. */
import type { CloudBase, LogSink, MetricSink } from '../../cloud/cloud.ts';
import { countEvents } from './count-events.ts';
import { logStoreOf } from './log-store.ts';
import { ensureGroup, groupsOf, streamKey, streamsOf } from './model.ts';

/** Writes after `close` are dropped. Written lines count in `metrics`. */
export function createLogSink(base: CloudBase, metrics?: MetricSink): LogSink & { close(): void } {
  const store = logStoreOf(base);
  let closed = false;

  return {
    write(scope, { group, stream, createGroup = true }, events) {
      if (closed || events.length === 0) return;
      const now = base.clock.now();
      const found = createGroup ? ensureGroup(base, scope, group) : groupsOf(base, scope).get(group);
      if (!found) return;
      const streams = streamsOf(base, scope);
      const key = streamKey(group, stream);
      if (!streams.has(key)) streams.put(key, { group, logStreamName: stream, creationTime: now });
      if (metrics) countEvents(metrics, scope, found, events);
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
