/** `apikit dev` in-process in a scaffolded project, with its events to wait for and a keyboard. */
import { PassThrough } from 'node:stream';
import { run } from '../../src/cli.ts';
import { systemClock } from '../../src/clock.ts';
import type { Io } from '../../src/ui/io.ts';
import { SELF } from './cli.ts';

export interface DevOutput {
  readonly type: string;
  readonly [member: string]: unknown;
}

export interface DevRun {
  /** Resolves with the next event of this type that `fits`, after the last one that was awaited. */
  next(type: string | RegExp, fits?: (event: DevOutput) => boolean): Promise<DevOutput>;
  readonly events: readonly DevOutput[];
  /** Presses Ctrl-C, waits for the end, and returns the exit code. */
  stop(): Promise<number>;
}

/** With `--json`, without a terminal. */
export function startDev(dir: string, env: Io['env'], flags: readonly string[] = []): DevRun {
  const events: DevOutput[] = [];
  const ctrlC = new AbortController();
  let told = () => {};
  let read = 0;
  let rest = '';
  const stdout = {
    write(text: string) {
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      for (const line of lines) events.push(JSON.parse(line));
      told();
    },
  };
  const stdin = Object.assign(new PassThrough(), { isTTY: false });
  const stderr = { write: () => {} };
  const world = { stdin, stdout, stderr, env, cwd: dir, clock: systemClock, signal: ctrlC.signal, self: SELF };
  const ended = run(['dev', '--json', ...flags], world);
  return {
    events,
    async next(type, fits = () => true) {
      for (;;) {
        for (; read < events.length; read += 1) {
          const event = events[read]!;
          if (!(typeof type === 'string' ? event.type === type : type.test(event.type)) || !fits(event)) continue;
          read += 1;
          return event;
        }
        await new Promise<void>((resolve) => {
          told = resolve;
        });
      }
    },
    stop() {
      ctrlC.abort();
      return ended;
    },
  };
}

export interface DevTerminal {
  /** Resolves with the text of the screen since the last wait, once it matches the pattern. */
  shows(pattern: RegExp): Promise<string>;
  press(key: string): void;
  readonly ended: Promise<number>;
  /** Whether the program still gets each key as it is pressed. */
  raw(): boolean;
}

/** On a terminal of `columns`. */
export function startDevTerminal(dir: string, env: Io['env'], columns = 80): DevTerminal {
  let raw = false;
  let screen = '';
  let told = () => {};
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (on: boolean) => {
      raw = on;
    },
  });
  const stream = {
    isTTY: true,
    columns,
    write(text: string) {
      screen += text;
      told();
    },
  };
  const world = { stdin, stdout: stream, stderr: stream, env, cwd: dir, clock: systemClock, self: SELF };
  const ended = run(['dev'], { ...world, signal: new AbortController().signal });
  return {
    ended,
    raw: () => raw,
    press: (key) => void stdin.write(key),
    async shows(pattern) {
      while (!pattern.test(screen)) {
        await new Promise<void>((resolve) => {
          told = resolve;
        });
      }
      const seen = screen;
      screen = '';
      return seen;
    },
  };
}
