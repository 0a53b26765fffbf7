/**
 * Compares the sizes of a function by the time and the price of its calls, and chooses the best size for a goal. The
 * average and the balance are computed as AWS Lambda Power Tuning does (docs/tune.md). Pure.
 */

/** The measured calls of one size, in ms. */
export interface SizeSample {
  /** In MB. */
  readonly memory: number;
  readonly warm: readonly number[];
  /** The first call, with the start of the instance. */
  readonly cold: number;
}

export interface SizeFigures {
  readonly memory: number;
  /** The average warm call in ms. */
  readonly warm: number;
  readonly cold: number;
  /** The price of a million warm calls in USD, without the price of a request, which is the same for all sizes. */
  readonly usd: number;
}

export const GOALS = ['cost', 'speed', 'balanced'] as const;
export type Goal = (typeof GOALS)[number];

/** The share of the fastest and of the slowest calls that does not count. */
const TRIMMED = 0.2;

/** `gbSecond` is the price of a GB-second in USD. */
export function figuresOf({ memory, warm, cold }: SizeSample, gbSecond: number): SizeFigures {
  const billed = trimmedMean(warm.map(Math.ceil));
  return { memory, warm: trimmedMean(warm), cold, usd: (memory / 1_024) * (billed / 1_000) * gbSecond * 1e6 };
}

export function trimmedMean(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const cut = Math.floor(sorted.length * TRIMMED);
  const counted = sorted.slice(cut, sorted.length - cut);
  return counted.reduce((sum, value) => sum + value, 0) / counted.length;
}

/** Chooses between two equal sizes the one that is better in the other respect, and then the smaller one. */
export function bestSize(sizes: readonly SizeFigures[], goal: Goal): SizeFigures {
  const most = (member: 'warm' | 'usd') => Math.max(...sizes.map((one) => one[member]), Number.MIN_VALUE);
  const [slowest, dearest] = [most('warm'), most('usd')];
  const keys: Readonly<Record<Goal, (one: SizeFigures) => readonly number[]>> = {
    cost: ({ usd, warm }) => [usd, warm],
    speed: ({ warm, usd }) => [warm, usd],
    balanced: ({ warm, usd }) => [0.5 * (warm / slowest) + 0.5 * (usd / dearest)],
  };
  const ranked = [...sizes].sort((a, b) => byNumbers([...keys[goal](a), a.memory], [...keys[goal](b), b.memory]));
  return ranked[0]!;
}

/** Figures that differ by less than a ten-thousandth are equal: they come from measurements. */
function byNumbers(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0;
    if (Math.abs(value - other) > 1e-4 * Math.max(Math.abs(value), Math.abs(other))) return value - other;
  }
  return 0;
}
