/**
 * The events of one log group on disk: numbered segment files with one JSON line per event. A line is written before
 * the event is acknowledged, so `kill -9` loses nothing. If there are too many segments, the oldest is deleted: a group
 * never takes more than `SEGMENT_BYTES × MAX_SEGMENTS`.
 */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { PRIVATE_FOLDER } from '../../storage/store.ts';
import type { NewEvent, StoredEvent } from './stored-event.ts';

const SEGMENT_BYTES = 4 * 1024 * 1024;
const MAX_SEGMENTS = 8;

type Line = [sequence: number, stream: string, timestamp: number, ingestionTime: number, message: string];

export interface EventFiles {
  /** The events get sequence numbers from `first` on. */
  append(first: number, events: readonly NewEvent[]): void;
  /** Returns all stored events in the order of arrival. */
  load(): StoredEvent[];
  /** The sequence number of the last event that was ever appended; 0 if none. */
  lastSequence(): number;
  /** Keeps only these events. */
  replace(events: readonly StoredEvent[]): void;
  /** Closes the file; a later append opens it again. */
  close(): void;
  remove(): void;
}

export function openEventFiles(directory: string): EventFiles {
  mkdirSync(directory, PRIVATE_FOLDER);
  const segments = () =>
    readdirSync(directory)
      .filter((name) => name.endsWith('.jsonl'))
      .sort();
  const pathOf = (segment: string) => join(directory, segment);
  const nameOf = (number: number) => `${String(number).padStart(10, '0')}.jsonl`;

  let current = segments().at(-1) ?? nameOf(1);
  const lastSequence = existsSync(pathOf(current)) ? (repair(pathOf(current)).at(-1)?.sequence ?? 0) : 0;
  let size = existsSync(pathOf(current)) ? statSync(pathOf(current)).size : 0;

  // The file stays open between appends: opening it for each line of a busy function would cost more than writing.
  let file: number | undefined;
  function close(): void {
    if (file !== undefined) closeSync(file);
    file = undefined;
  }

  function roll(): void {
    close();
    current = nameOf(Number.parseInt(current, 10) + 1);
    size = 0;
    for (const old of segments().slice(0, 1 - MAX_SEGMENTS)) rmSync(pathOf(old));
  }

  function write(text: string): void {
    if (size > SEGMENT_BYTES) roll();
    file ??= openSync(pathOf(current), 'a');
    size += writeSync(file, text);
  }

  return {
    append(first, events) {
      let text = '';
      for (let index = 0; index < events.length; index += 1) text += lineOf(first + index, events[index]!);
      write(text);
    },
    // The new segment is written first and is numbered after the old ones: a kill in between repeats events, but loses
    // none.
    replace(events) {
      const old = segments();
      roll();
      for (let start = 0; start < events.length; start += 10_000) {
        const some = events.slice(start, start + 10_000);
        write(some.map((event) => lineOf(event.sequence, event)).join(''));
      }
      for (const segment of old) rmSync(pathOf(segment), { force: true });
    },
    load: () => segments().flatMap((segment) => parse(readFileSync(pathOf(segment), 'utf8'))),
    // A new segment starts with an event, so the last segment has the last number.
    lastSequence: () => lastSequence,
    close,
    remove() {
      close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Removes an incomplete last line after a kill: its event was never acknowledged. */
function repair(path: string): StoredEvent[] {
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end < bytes.length) truncateSync(path, end);
  return parse(bytes.subarray(0, end).toString('utf8'));
}

/** Returns a `Line` as JSON. */
const lineOf = (sequence: number, { stream, timestamp, ingestionTime, message }: NewEvent): string =>
  `[${sequence},${JSON.stringify(stream)},${timestamp},${ingestionTime},${JSON.stringify(message)}]\n`;

function parse(text: string): StoredEvent[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [sequence, stream, timestamp, ingestionTime, message] = JSON.parse(line) as Line;
      return { sequence, stream, timestamp, ingestionTime, message };
    });
}
