/**
 * Progress on a terminal. Finished changes scroll up. Running changes stay at the bottom, each with its running time.
 */
import type { EngineEvent } from '../engine/events.ts';
import { eraseLines } from './erase-lines.ts';
import type { Io } from './io.ts';
import { liveLine, plainLine, seconds } from './progress-lines.ts';
import type { Theme } from './theme.ts';
import { widthOf, wrap } from './wrap.ts';

export interface LiveProgress {
  readonly event: (event: EngineEvent) => void;
  /** Prints permanent lines above the live lines. */
  above(print: () => void): void;
  finish(): void;
}

const REDRAW_MS = 100;
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

export function createLiveProgress(io: Io, theme: Theme): LiveProgress {
  const underWay = new Map<string, { doing: string; since: number }>();
  let drawn = 0;
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;

  const erase = () => {
    eraseLines(io.stderr, drawn);
    drawn = 0;
  };
  const draw = () => {
    const spinner = FRAMES[frame++ % FRAMES.length]!;
    const lines = [...underWay].map(([resource, { doing, since }]) =>
      `${spinner} ${resource} ${doing} ${seconds(io.clock.now() - since)}`.slice(0, widthOf(io.stderr) - 1),
    );
    if (lines.length > 0) io.stderr.write(`${lines.map((line) => theme.dim(line)).join('\n')}\n`);
    drawn = lines.length;
  };
  const tick = () => {
    erase();
    draw();
  };
  const above = (print: () => void) => {
    erase();
    print();
    draw();
  };
  return {
    event(event) {
      const doing = liveLine(event);
      const lasting = plainLine(event, theme);
      if (doing === undefined) underWay.delete(event.resource);
      else underWay.set(event.resource, { doing, since: underWay.get(event.resource)?.since ?? io.clock.now() });
      timer ??= setInterval(tick, REDRAW_MS).unref();
      if (lasting !== undefined && event.type !== 'resource.waiting') {
        const lines = wrap(lasting, widthOf(io.stderr), '  ');
        above(() => io.stderr.write(`${lines.join('\n')}\n`));
      }
    },
    above,
    finish() {
      clearInterval(timer);
      timer = undefined;
      underWay.clear();
      erase();
    },
  };
}
