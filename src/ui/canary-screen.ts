/**
 * Shows the events of a watched canary. A terminal gets a table that each look redraws; other outputs get one line for
 * each look, and `--json` and `--events` get NDJSON. The command's result tells how the watch ended, except with
 * NDJSON.
 */
import type { CanaryEvent } from '../canary/watch-event.ts';
import { lookLine, lookTable, watchingText } from './canary-watch-text.ts';
import { eraseLines } from './erase-lines.ts';
import type { Io, OutputStream } from './io.ts';
import { minute } from './moment.ts';
import { eventLine } from './reporter.ts';
import { SYMBOL, type Theme } from './theme.ts';
import { columnsOf, fold, widthOf, wrap } from './wrap.ts';

export interface CanaryScreen {
  readonly emit: (event: CanaryEvent) => void;
  /** Ends the drawing. The last table stays on the screen. */
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
        eraseLines(stream, drawn);
        for (const line of lines) stream.write(`${line}\n`);
        drawn = lines.length;
      }
    },
    close() {
      drawn = 0;
    },
  };
}
