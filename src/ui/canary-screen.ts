/**
 * A canary that is watched, as events happen: on a terminal a table that is drawn again with each look, without one a line for each,
 * and with `--json` or `--events` one of NDJSON. How it ends is printed with the command's result, but for NDJSON.
 */
import type { CanaryEvent } from '../canary/watch-event.ts';
import { lookLine, lookTable, watchingText } from './canary-watch-text.ts';
import type { Io, OutputStream } from './io.ts';
import { minute } from './moment.ts';
import { eventLine } from './reporter.ts';
import { SYMBOL, type Theme } from './theme.ts';
import { columnsOf, fold, widthOf, wrap } from './wrap.ts';

export interface CanaryScreen {
  readonly emit: (event: CanaryEvent) => void;
  /** What was drawn last stays. */
  close(): void;
}

export function createCanaryJson(io: Io, stream: OutputStream): CanaryScreen {
  return { emit: (event) => void stream.write(eventLine(io, event)), close: () => {} };
}

export function createCanaryScreen(io: Io, theme: Theme, live: boolean): CanaryScreen {
  const stream = io.stdout;
  let drawn = 0;
  const say = (text: string) => {
    drawn = 0;
    for (const line of wrap(text, widthOf(stream), '  ')) stream.write(`${line}\n`);
  };
  return {
    emit(event) {
      if (event.type === 'watching') say(watchingText(event));
      else if (event.type === 'raised')
        say(`${theme.good(SYMBOL.done)} ${event.percent} % of the requests now, until ${minute(event.until)}.`);
      else if (event.type === 'warning') say(theme.warn(`${SYMBOL.warning} ${event.text}`));
      else if (event.type === 'look' && !live) say(lookLine(event, new Date(io.clock.now()).toISOString()));
      else if (event.type === 'look') {
        const lines = lookTable(event, theme).flatMap((line) => fold(line, columnsOf(stream)));
        // Up one line and clear it, for each line drawn.
        if (drawn > 0) (stream.terminal ?? stream).write('\x1b[1A\x1b[2K'.repeat(drawn));
        for (const line of lines) stream.write(`${line}\n`);
        drawn = lines.length;
      }
    },
    close() {
      drawn = 0;
    },
  };
}
