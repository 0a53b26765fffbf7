/**
 * The events of one log group: appended in the order of arrival, read in the order of their timestamps. They are loaded
 * from disk at the first read; until then appending costs no memory.
 */
import type { EventFiles } from './event-files.ts';
import type { NewEvent, StoredEvent } from './stored-event.ts';

export interface EventLog {
  append(events: readonly NewEvent[]): void;
  /** Returns the events by timestamp, then by arrival. Callers must not change them. */
  events(): readonly StoredEvent[];
  dropStream(stream: string): void;
  close(): void;
  remove(): void;
}

/** The approximate limit for one group's events in memory, in bytes; above it, the oldest fifth is dropped. */
const MAX_SIZE = 16 * 1024 * 1024;

/** The bytes of an event without its message. */
const OVERHEAD = 160;

const sizeOf = ({ message }: StoredEvent): number => OVERHEAD + message.length;

export function createEventLog(files?: EventFiles, maxSize = MAX_SIZE): EventLog {
  let sequence = files?.lastSequence() ?? 0;
  let kept: StoredEvent[] | undefined = files ? undefined : [];
  let inOrder = true;
  let size = 0;

  const all = (): StoredEvent[] => {
    if (!kept) {
      kept = files!.load();
      size = kept.reduce((sum, event) => sum + sizeOf(event), 0);
      inOrder = false;
    }
    if (!inOrder) kept.sort(byTime);
    inOrder = true;
    return kept;
  };

  const forgetOldest = () => {
    const events = all();
    let first = 0;
    while (size > (maxSize / 5) * 4) {
      size -= sizeOf(events[first]!);
      first += 1;
    }
    kept = events.slice(first);
  };

  return {
    append(events) {
      const first = sequence + 1;
      sequence += events.length;
      files?.append(first, events);
      if (!kept) return;
      for (const [index, { stream, timestamp, ingestionTime, message }] of events.entries()) {
        const event = { sequence: first + index, stream, timestamp, ingestionTime, message };
        const last = kept.at(-1);
        if (last && byTime(last, event) > 0) inOrder = false;
        kept.push(event);
        size += sizeOf(event);
      }
      if (size > maxSize) forgetOldest();
    },
    events: all,
    dropStream(stream) {
      kept = all().filter((event) => event.stream !== stream);
      size = kept.reduce((sum, event) => sum + sizeOf(event), 0);
      files?.replace(kept);
    },
    close: () => files?.close(),
    remove: () => files?.remove(),
  };
}

const byTime = (a: StoredEvent, b: StoredEvent) => a.timestamp - b.timestamp || a.sequence - b.sequence;
