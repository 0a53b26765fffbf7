/** Sizes of functions: averages, prices and choices, with the published examples of AWS Lambda Power Tuning. */
import { describe, expect, it } from 'vitest';
import { bestSize, figuresOf, type SizeFigures, trimmedMean } from '../../src/cost/tuning.ts';

const X86 = 1.66667e-5;
const SIZES = [128, 256, 512, 1_024, 1_536, 3_008];

/** The figures of a function whose calls take this long. */
const simulated = (durationOf: (memory: number) => number, sizes = SIZES): SizeFigures[] =>
  sizes.map((memory) => {
    const ms = durationOf(memory);
    return figuresOf({ memory, warm: Array.from({ length: 10 }, () => ms), cold: ms + 200 }, X86);
  });

const at = (figures: readonly SizeFigures[], memory: number) => figures.find((one) => one.memory === memory)!;

describe('the examples of AWS Lambda Power Tuning', () => {
  it('from 35 s with 128 MB to less than 3 s with 1.5 GB, 14 % cheaper', () => {
    // Small instances lose some of their processor to the runtime.
    const figures = simulated((memory) => (memory >= 1_536 ? 2_508 : (35_000 * 128) / memory));
    expect(at(figures, 128).warm).toBe(35_000);
    expect(at(figures, 1_536).warm).toBeLessThan(3_000);
    expect(at(figures, 1_536).usd / at(figures, 128).usd).toBeCloseTo(0.86, 2);
    expect(bestSize(figures, 'cost').memory).toBe(1_536);
    expect(bestSize(figures, 'balanced').memory).toBe(1_536);
  });

  it('from 2.4 s with 128 MB to 300 ms with 1 GB, for the same cost', () => {
    const figures = simulated((memory) => Math.max(300, (2_400 * 128) / memory));
    expect(at(figures, 1_024).usd).toBeCloseTo(at(figures, 128).usd, 6);
    // The fastest of equally cheap sizes is best, and the cheapest of equally fast ones.
    expect(bestSize(figures, 'cost').memory).toBe(1_024);
    expect(bestSize(figures, 'speed').memory).toBe(1_024);
  });
});

describe('a size', () => {
  it('costs its GB-seconds, in whole milliseconds', () => {
    const [figures] = simulated(() => 99.2, [1_024]);
    expect(figures?.usd).toBeCloseTo(0.1 * X86 * 1e6, 10);
  });

  it('has the average without the fastest and the slowest fifth', () => {
    expect(trimmedMean([1_000, 10, 10, 10, 0])).toBe(10);
    expect(trimmedMean([4])).toBe(4);
  });
});

describe('the goal', () => {
  /** A function that waits for a database: more memory makes it little faster. */
  const waiting = simulated((memory) => 40 + 12_800 / memory);

  it('cost chooses the cheapest size, and speed the fastest', () => {
    expect(bestSize(waiting, 'cost').memory).toBe(128);
    expect(bestSize(waiting, 'speed').memory).toBe(3_008);
  });

  it('balanced weighs both by half', () => {
    expect(bestSize(waiting, 'balanced').memory).toBe(512);
  });
});
