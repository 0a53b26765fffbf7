/** Shows how a load test goes: two lines that each second redraws in a terminal, elsewhere a line for ten seconds. */
import type { Recorder } from '../load/figures.ts';
import { createDrawnAgain } from './drawn-again.ts';
import type { Io } from './io.ts';
import { shownMs } from './load-text.ts';
import type { Reporter } from './reporter.ts';
import { downsampled, sparkline } from './sparkline.ts';
import type { Theme } from './theme.ts';

export interface LoadScreen {
  /** Expects the ms since the start of the test. */
  look(since: number): void;
  close(): void;
}

export interface LoadScreenParts {
  /** Whether the output is a terminal whose lines can be redrawn. */
  readonly live: boolean;
  readonly report: Reporter;
  readonly recorder: Recorder;
  /** All requests of the test. */
  readonly requests: number;
}

/** ms between two lines without a terminal. */
const LINE = 10_000;
/** The width of a sparkline. */
const WIDTH = 50;

export function createLoadScreen(
  io: Io,
  theme: Theme,
  { live, report, recorder, requests }: LoadScreenParts,
): LoadScreen {
  const draw = live ? createDrawnAgain(io.stderr) : undefined;
  let told = 0;
  const line = (since: number) => {
    const { requests: done, errors, throttled, latency } = recorder.total();
    const shares = [
      ...(throttled > 0 ? [`${throttled.toLocaleString('en-US')} × 429`] : []),
      `${errors.toLocaleString('en-US')} errors`,
      ...(latency ? [`p50 ${shownMs(latency.p50)}`, `p95 ${shownMs(latency.p95)}`] : []),
    ];
    return `${Math.round(since / 1_000)} s: ${done.toLocaleString('en-US')} of ${requests.toLocaleString('en-US')} requests, ${shares.join(', ')}`;
  };
  return {
    look(since) {
      if (draw) {
        const p95 = recorder.periods().map((one) => one.p95);
        draw([line(since), theme.accent(sparkline(downsampled(p95, WIDTH)))]);
      } else if (since - told >= LINE) {
        told = since;
        report.note(line(since));
      }
    },
    close() {
      draw?.([]);
    },
  };
}
