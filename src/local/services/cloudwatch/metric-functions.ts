/** The functions of metric math. They reduce a list of series point by point, and one series to a number. */
import { notImplemented } from '../../cloud/aws-error.ts';
import { invalidValue } from './errors.ts';
import { combine, isList, type MathValue, type Points } from './metric-values.ts';

type Reduction = (values: readonly number[]) => number;

const sum: Reduction = (values) => values.reduce((total, value) => total + value, 0);
const average: Reduction = (values) => sum(values) / values.length;

const REDUCTIONS: Record<string, Reduction> = {
  SUM: sum,
  AVG: average,
  MIN: (values) => Math.min(...values),
  MAX: (values) => Math.max(...values),
  STDDEV: (values) => Math.sqrt(average(values.map((value) => (value - average(values)) ** 2))),
};

const POINTWISE: Record<string, (value: number) => number> = {
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
};

/** `period` is in seconds. Throws InvalidParameterValue or NotImplemented. */
export function applyFunction(name: string, args: readonly MathValue[], period: number): MathValue {
  const [first, second, third] = args;
  if (first === undefined) throw invalidValue(`The function ${name} needs an argument.`);
  const reduction = REDUCTIONS[name];
  if (reduction) return reduce(first, reduction);
  const pointwise = POINTWISE[name];
  if (pointwise) return combine(first, 0, (value) => pointwise(value));
  switch (name) {
    case 'PERIOD':
      return period;
    case 'IF':
      return choose(first, second ?? 1, third);
    case 'FILL':
      return fill(first, second, period);
    case 'RATE':
      return betweenPoints(first, (now, before, seconds) => (now - before) / seconds);
    case 'DIFF':
      return betweenPoints(first, (now, before) => now - before);
    case 'RUNNING_SUM':
      return runningSum(onePoints(first));
  }
  throw notImplemented(`The metric math function ${name}`);
}

function reduce(value: MathValue, reduction: Reduction): MathValue {
  if (typeof value === 'number') return value;
  if (!isList(value)) return value.size === 0 ? Number.NaN : reduction([...value.values()]);
  const times = [...new Set(value.flatMap((points) => [...points.keys()]))].sort((a, b) => a - b);
  const at = (time: number) => value.flatMap((points) => points.get(time) ?? []);
  return new Map(times.map((time) => [time, reduction(at(time))]));
}

/** `IF(condition, then, else)`: without `else`, points for which the condition is false are missing. */
function choose(condition: MathValue, then: MathValue, otherwise: MathValue | undefined): MathValue {
  if (typeof condition === 'number') return condition !== 0 ? then : (otherwise ?? new Map());
  const points = onePoints(condition);
  const pick = (value: MathValue | undefined, time: number) =>
    typeof value === 'number' ? value : value === undefined ? undefined : onePoints(value).get(time);
  const result = new Map<number, number>();
  for (const [time, holds] of points) {
    const value = pick(holds !== 0 ? then : otherwise, time);
    if (value !== undefined) result.set(time, value);
  }
  return result;
}

/** Fills the gaps between the first and the last point; `REPEAT` is passed as NaN. */
function fill(value: MathValue, filler: MathValue | undefined, period: number): MathValue {
  if (typeof filler !== 'number') throw notImplemented('FILL with a value other than a number or REPEAT');
  const points = onePoints(value);
  const times = [...points.keys()];
  const result = new Map<number, number>();
  let last = Number.NaN;
  for (let time = times[0] ?? 0; time <= (times.at(-1) ?? -1); time += period * 1000) {
    last = points.get(time) ?? (Number.isNaN(filler) ? last : filler);
    result.set(time, last);
  }
  return result;
}

function betweenPoints(value: MathValue, change: (now: number, before: number, seconds: number) => number): MathValue {
  const points = [...onePoints(value)];
  return new Map(
    points.slice(1).map(([time, now], index) => {
      const [earlier, before] = points[index]!;
      return [time, change(now, before, (time - earlier) / 1000)];
    }),
  );
}

function runningSum(points: Points): Points {
  const sums = new Map<number, number>();
  let total = 0;
  for (const [time, value] of points) {
    total += value;
    sums.set(time, total);
  }
  return sums;
}

function onePoints(value: MathValue): Points {
  if (typeof value === 'number' || isList(value)) throw invalidValue('The function takes one time series.');
  return value;
}
