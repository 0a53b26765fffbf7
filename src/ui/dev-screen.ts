/**
 * The screen of `apikit dev`. Events scroll up. On a terminal, a line at the bottom shows the state and the keys that
 * work. Other outputs get only lines, and `--json` and `--events` write each event as a line of NDJSON.
 */
import { counted } from '../text/counted.ts';
import type { DevEvent } from './dev-event.ts';
import { createDevText } from './dev-text.ts';
import { eraseLines } from './erase-lines.ts';
import { errorDocument } from './error-text.ts';
import type { Io, OutputStream } from './io.ts';
import { eventLine } from './reporter.ts';
import { SYMBOL, type Theme } from './theme.ts';
import { columnsOf, fold, widthOf } from './wrap.ts';

export interface DevScreen {
  readonly emit: (event: DevEvent) => void;
  /** Prints lines that belong to no event, such as the help for the keys. */
  say(lines: readonly string[]): void;
  clear(): void;
  /** Removes the line at the bottom. */
  close(): void;
}

export const KEYS = [
  ['o', 'open console'],
  ['k', 'new key'],
  ['c', 'clear'],
  ['q', 'quit'],
  ['h', 'help'],
] as const;

export function createJsonScreen(io: Io, stream: OutputStream): DevScreen {
  return {
    emit: (event) => void stream.write(eventLine(io, document(event))),
    say: () => {},
    clear: () => {},
    close: () => {},
  };
}

/** An event with a time of its own keeps it. `eventLine` adds the current time to all others. */
function document(event: DevEvent): object {
  if (event.type === 'failed') return { ...event, error: errorDocument(event.error) };
  return 'time' in event ? { ...event, time: new Date(event.time).toISOString() } : event;
}

interface State {
  doing: string;
  mark: '✔' | '✘' | '·';
  requests: number;
  failures: number;
}

export function createTextScreen(io: Io, theme: Theme, live: boolean): DevScreen {
  const stream = io.stdout;
  const text = createDevText(theme, () => io.clock.now());
  const state: State = { doing: 'starting', mark: SYMBOL.note, requests: 0, failures: 0 };
  let drawn = false;

  const erase = () => {
    if (drawn) eraseLines(stream, 1);
    drawn = false;
  };
  const draw = () => {
    if (!live) return;
    stream.write(`${statusLine(state, widthOf(stream), theme)}\n`);
    drawn = true;
  };
  const say = (lines: readonly string[]) => {
    erase();
    for (const line of lines.flatMap((each) => fold(each, columnsOf(stream)))) stream.write(`${line}\n`);
    draw();
  };
  return {
    emit(event) {
      note(state, event);
      say(text(event, widthOf(stream)));
    },
    say,
    clear() {
      // The scrollback is cleared too, so that the output of a new attempt starts at the top.
      if (live) (stream.terminal ?? stream).write('\x1b[2J\x1b[3J\x1b[H');
      drawn = false;
      state.requests = 0;
      state.failures = 0;
      draw();
    },
    close: erase,
  };
}

function note(state: State, event: DevEvent): void {
  switch (event.type) {
    case 'deploying':
      state.mark = SYMBOL.note;
      state.doing = 'deploying';
      return;
    case 'ready':
    case 'deployed':
    case 'unchanged':
      state.mark = SYMBOL.done;
      state.doing = `serving ${event.release}`;
      return;
    case 'failed':
      state.mark = SYMBOL.failed;
      state.doing = event.serving === null ? 'nothing is served' : `still serving ${event.serving}`;
      return;
    case 'request':
      state.requests += 1;
      if (event.status >= 500) state.failures += 1;
  }
}

function statusLine({ mark, doing, requests, failures }: State, width: number, theme: Theme): string {
  const paint = { '✔': theme.good, '✘': theme.bad, '·': theme.dim }[mark];
  const counts = `${counted(requests, 'request')}${failures > 0 ? `, ${failures} failed` : ''}`;
  const room = width - 1 - mark.length - 1;
  const keys = KEYS.map(([key, what]) => `${key} ${what}`).join('  ');
  const rest = [`${doing} · ${counts} · ${keys}`, `${doing} · ${keys}`, `${doing} · h help`, doing];
  const fitting = rest.find((line) => line.length <= room) ?? doing.slice(0, room);
  return `${paint(mark)} ${theme.dim(fitting)}`;
}
