/**
 * A watched canary on a terminal: the last table is drawn over, what has happened stays, and nothing is wider than the
 * window.
 */
import { describe, expect, it } from 'vitest';
import { emptyPair } from '../../src/canary/sample.ts';
import { figuresOf, type Look } from '../../src/canary/watch-event.ts';
import { createCanaryScreen } from '../../src/ui/canary-screen.ts';
import { faultText, periodText, shareText } from '../../src/ui/canary-watch-text.ts';
import type { Io } from '../../src/ui/io.ts';
import { themeFor } from '../../src/ui/theme.ts';

const { canary, stable } = emptyPair();
canary.requests = 412;
canary.errors = 1;
stable.requests = 3_702;
const figures = { canary: figuresOf(canary), stable: figuresOf(stable) };
const LOOK: Look = {
  type: 'look',
  percent: 10,
  until: '2026-11-29T12:05:00.000Z',
  verdict: 'good',
  errorRateAtMost: 0.0115,
  faults: [],
  doubts: [],
  alarms: [],
  ...figures,
  operations: Array.from({ length: 7 }, (_, n) => ({ operation: `GET /things/{thing${n}}`, ...figures })),
  functions: {
    canary: { invocations: 412, errors: 1, throttles: 0 },
    stable: { invocations: 3_700, errors: 0, throttles: 2 },
  },
  late: 3,
};

/** Up one line, and clear it. */
const UP = '\x1b[1A\x1b[2K';

/** Returns the final content of a terminal of this width. */
function shown(
  columns: number,
  live: boolean,
  draw: (screen: ReturnType<typeof createCanaryScreen>) => void,
): string[] {
  let text = '';
  const stdout = { write: (more: string) => (text += more), isTTY: true, columns };
  const io = { stdout, env: {}, clock: { now: () => Date.UTC(2026, 10, 29, 12, 2, 30) } } as unknown as Io;
  draw(createCanaryScreen(io, themeFor(stdout, io, true), live));
  const lines: string[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    const parts = line.split(UP);
    for (let up = parts.length - 1; up > 0; up -= 1) lines.pop();
    lines.push(parts.at(-1)!);
  }
  return lines;
}

describe('the screen of a watched canary', () => {
  it('draws each look over the last one, and keeps completed steps', () => {
    const once = shown(100, true, ({ emit }) => emit(LOOK));
    const thrice = shown(100, true, ({ emit }) => {
      emit(LOOK);
      emit(LOOK);
      emit({ type: 'raised', percent: 25, until: '2026-11-29T12:10:00.000Z' });
      emit(LOOK);
      emit(LOOK);
    });
    expect(thrice).toEqual([...once, '✔ 25 % of the requests now, until 2026-11-29 12:10 UTC.', ...once]);
    expect(once[0]).toMatch(/^10 % until 12:05 UTC {2,}REQUESTS {2}5XX {5}4XX {2}429 {2}P50 {2}P95 {2}P99$/);
    expect(once[1]).toMatch(/^canary {2,}412 {7}0\.24 % {2}0 {4}0 {4}- {4}- {4}-$/);
    // Five operations of seven, in two lines each.
    expect(once.filter((line) => line.startsWith('GET '))).toHaveLength(5);
    expect(once.slice(-3)).toEqual([
      'function: canary 412 calls, 1 error, 0 throttles; others 3700 calls, 0 errors, 2 throttles',
      '3 requests came too late to be compared',
      'No problem found; its 5XX rate is below 1.2 %.',
    ]);
  });

  it('fits a narrow window, and still draws over all of its lines', () => {
    const once = shown(42, true, ({ emit }) => emit(LOOK));
    expect(Math.max(...once.map((line) => line.length))).toBeLessThanOrEqual(42);
    expect(shown(42, true, ({ emit }) => [LOOK, LOOK, LOOK].forEach(emit))).toEqual(once);
  });

  it('prints one line for each look without a terminal', () => {
    expect(shown(1_000, false, ({ emit }) => [LOOK, LOOK].forEach(emit)).join(' ')).toMatch(
      /^12:02:30 10 %: canary 412 requests, 0.24 % 5XX, p95 -; others 3702, 0 % 5XX, p95 -\. No problem found.* 12:02:30/,
    );
  });
});

describe('words', () => {
  it.each([
    [0, '0 %'],
    [0.0024, '0.24 %'],
    [0.0123, '1.2 %'],
    [0.333, '33.3 %'],
    [1, '100 %'],
  ])('a share of %d is %s', (share, text) => expect(shareText(share)).toBe(text));

  it.each([
    [90, '90 s'],
    [300, '5 min'],
    [7_200, '2 h'],
  ])('%d seconds are %s', (seconds, text) => expect(periodText(seconds)).toBe(text));

  it('problems name the operation and both figures', () => {
    expect(faultText({ what: 'errorRate', operation: null, canary: 0.062, stable: null })).toBe(
      "6.2 % of the canary's requests are answered with 5XX, more than the limit",
    );
    expect(faultText({ what: 'p95Increase', operation: 'GET /a', canary: 900, stable: 120 })).toBe(
      'GET /a: 95 of 100 requests take up to 900 ms on the canary, and up to 120 ms elsewhere',
    );
  });
});
