/**
 * Progress, notes and warnings on stderr. The form is chosen once: live lines on a terminal, a line for each change
 * without a terminal, NDJSON with `--events`, nothing with `--quiet` or `--json`. Warnings are always shown.
 */
import type { EngineEvent } from '../engine/events.ts';
import { type Io, isInteractive } from './io.ts';
import { createLiveProgress } from './live-progress.ts';
import { plainLine } from './progress-lines.ts';
import { SYMBOL, type Theme } from './theme.ts';
import { widthOf, wrap } from './wrap.ts';

export interface Reporter {
  /** Prints one sentence about what is happening. */
  note(text: string): void;
  warn(text: string): void;
  /** Prints lines as they are, in every form. They hold commands to copy, so they are not wrapped. */
  lines(texts: readonly string[]): void;
  /** Shows the progress of the engine. */
  readonly event: (event: EngineEvent) => void;
  /** Ends live output. It is called before a result or an error is printed. */
  finish(): void;
}

/** One line of `--events`. */
export function eventLine(io: Io, event: object): string {
  return `${JSON.stringify({ time: new Date(io.clock.now()).toISOString(), ...event })}\n`;
}

export function createReporter(io: Io, theme: Theme, options: { quiet: boolean; events: boolean }): Reporter {
  const line = (text: string) => void io.stderr.write(`${text}\n`);
  const warn = (text: string) => {
    for (const part of wrap(`${SYMBOL.warning} ${text}`, widthOf(io.stderr))) line(theme.warn(part));
  };
  const nothing = () => {};
  if (options.events) {
    const emit = (event: object) => void io.stderr.write(eventLine(io, event));
    return {
      note: (text) => emit({ type: 'note', text }),
      warn: (text) => emit({ type: 'warning', text }),
      lines: (texts) => emit({ type: 'warning', text: texts.join('\n') }),
      event: (event) => emit(serialisable(event)),
      finish: nothing,
    };
  }
  const lines = (texts: readonly string[]) => texts.forEach(line);
  if (options.quiet) return { note: nothing, warn, lines, event: nothing, finish: nothing };
  const live = isInteractive(io) && theme.color ? createLiveProgress(io, theme) : undefined;
  const note = (text: string) => {
    for (const part of wrap(`${SYMBOL.note} ${text}`, widthOf(io.stderr))) line(theme.dim(part));
  };
  if (live) {
    const above =
      <T>(print: (text: T) => void) =>
      (text: T) =>
        live.above(() => print(text));
    return { note: above(note), warn: above(warn), lines: above(lines), event: live.event, finish: live.finish };
  }
  return {
    note,
    warn,
    lines,
    event: (event) => {
      const text = plainLine(event, theme);
      if (text !== undefined) line(text);
    },
    finish: nothing,
  };
}

/** `JSON.stringify` leaves out the message of an `Error`. */
function serialisable(event: EngineEvent): object {
  if (event.type !== 'resource.failed') return event;
  return { ...event, error: event.error instanceof Error ? event.error.message : String(event.error) };
}
