/** The aggregate functions of `stats`, with one accumulator for each group. */
import { type LogRecord, Moment, type Value } from './log-record.ts';
import { compareValues, numberOf } from './values.ts';

export interface Accumulator {
  add(value: Value, record: LogRecord): void;
  result(): Value;
}

/** Functions by AWS's names; `parameter` is the second argument of `pct`. */
export const AGGREGATES: Readonly<Record<string, (parameter: number) => Accumulator>> = {
  count: () => counter((value) => value !== undefined),
  sum: () => folded((sum, value) => sum + value),
  avg: average,
  min: () => extreme((order) => order < 0),
  max: () => extreme((order) => order > 0),
  pct: percentile,
  count_distinct: distinct,
  earliest: () => byTime((order) => order < 0),
  latest: () => byTime((order) => order >= 0),
};

function counter(counts: (value: Value) => boolean): Accumulator {
  let count = 0;
  return {
    add(value) {
      if (counts(value)) count += 1;
    },
    result: () => count,
  };
}

/** `count(*)` */
export const countAll = (): Accumulator => counter(() => true);

function folded(fold: (sum: number, value: number) => number): Accumulator {
  let sum: number | undefined;
  return {
    add(value) {
      const number = numberOf(value);
      if (number !== undefined) sum = fold(sum ?? 0, number);
    },
    result: () => sum,
  };
}

function average(): Accumulator {
  const sum = folded((total, value) => total + value);
  let count = 0;
  return {
    add(value, record) {
      if (numberOf(value) !== undefined) count += 1;
      sum.add(value, record);
    },
    result: () => (count === 0 ? undefined : rounded(Number(sum.result()) / count)),
  };
}

function extreme(isBetter: (order: number) => boolean): Accumulator {
  let best: Value;
  return {
    add(value) {
      if (value !== undefined && (best === undefined || isBetter(compareValues(value, best)))) best = value;
    },
    result: () => best,
  };
}

/** AWS does not document how exact its percentiles are; these are exact. */
function percentile(percent: number): Accumulator {
  const values: number[] = [];
  let areMoments = false;
  return {
    add(value) {
      const number = numberOf(value);
      if (number === undefined) return;
      areMoments ||= value instanceof Moment;
      values.push(number);
    },
    result() {
      if (values.length === 0) return undefined;
      const sorted = Float64Array.from(values).sort();
      const found = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)]!;
      return areMoments ? new Moment(found) : rounded(found);
    },
  };
}

function distinct(): Accumulator {
  const seen = new Set<string>();
  return { add: (value) => void (value !== undefined && seen.add(String(value))), result: () => seen.size };
}

/** Returns the value of the earliest or the latest event that has one. */
function byTime(isBetter: (order: number) => boolean): Accumulator {
  let best: Value;
  let at: Value;
  return {
    add(value, record) {
      const time = record.get('@timestamp');
      if (value === undefined || (at !== undefined && !isBetter(compareValues(time, at)))) return;
      best = value;
      at = time;
    },
    result: () => best,
  };
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
