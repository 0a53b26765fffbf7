/**
 * The events of one log group: appended in the order of arrival, read in the order of their timestamps. Read from disk
 * when somebody asks for the first time; until then appending costs no memory.
 */
import type { EventFiles } from './event-files.ts';

export interface StoredEvent {
  /** Counts up within the group: the order of arrival, and what makes event ids unique. */
  readonly sequence: number;
  readonly stream: string;
  /** epoch milliseconds, as the writer said */
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
}

export type NewEvent = Omit<StoredEvent, 'sequence'>;

export interface EventLog {
  append(events: readonly NewEvent[]): void;
  /** Ordered by timestamp, then arrival. Treat as frozen. */
  events(): readonly StoredEvent[];
  dropStream(stream: string): void;
  close(): void;
  remove(): void;
}

/** Events in memory of one group; when exceeded, the oldest fifth goes. */
const MAX_EVENTS = 200_000;

export function createEventLog(files?: EventFiles): EventLog {
  let sequence = files?.lastSequence() ?? 0;
  let kept: StoredEvent[] | undefined = files ? undefined : [];
  let inOrder = true;

  const all = (): StoredEvent[] => {
    if (!kept) {
      kept = files!.load();
      inOrder = false;
    }
    if (!inOrder) kept.sort(byTime);
    inOrder = true;
    return kept;
  };

  return {
    append(events) {
      const stored = events.map((event) => ({ ...event, sequence: ++sequence }));
      files?.append(stored);
      if (!kept) return;
      for (const event of stored) {
        const last = kept.at(-1);
        if (last && byTime(last, event) > 0) inOrder = false;
        kept.push(event);
      }
      if (kept.length > MAX_EVENTS) kept = all().slice(MAX_EVENTS / 5);
    },
    events: all,
    dropStream(stream) {
      kept = all().filter((event) => event.stream !== stream);
      files?.replace(kept);
    },
    close: () => files?.close(),
    remove: () => files?.remove(),
  };
}

const byTime = (a: StoredEvent, b: StoredEvent) => a.timestamp - b.timestamp || a.sequence - b.sequence;
