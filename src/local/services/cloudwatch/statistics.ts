/** CloudWatch's statistics by name, computed from a distribution. */
import { notImplemented } from '../../cloud/aws-error.ts';
import { type Distribution, quantile, trimmedMean } from './distribution.ts';
import { invalidValue } from './errors.ts';

export type Statistic = (distribution: Distribution) => number;

/** Throws InvalidParameterValue for an invalid statistic, NotImplemented for statistics that are not emulated. */
export function readStatistic(name: string): Statistic {
  switch (name) {
    case 'SampleCount':
      return ({ count }) => count;
    case 'Average':
      return ({ sum, count }) => sum / count;
    case 'Sum':
      return ({ sum }) => sum;
    case 'Minimum':
      return ({ min }) => min;
    case 'Maximum':
      return ({ max }) => max;
    case 'IQM':
      return (distribution) => trimmedMean(distribution, 0.25, 0.75);
  }
  const percentile = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/.exec(name);
  if (percentile) return (distribution) => quantile(distribution, Number(percentile[1]) / 100);
  const trimmed = /^tm(\d{1,2}(?:\.\d{1,10})?|100)$/.exec(name);
  if (trimmed) return (distribution) => trimmedMean(distribution, 0, Number(trimmed[1]) / 100);
  if (/^(?:(?:TM|WM|TC|TS|PR)\(.*\)|(?:wm|tc|ts)\d+(?:\.\d+)?)$/.test(name)) {
    throw notImplemented(`The CloudWatch statistic ${name}`);
  }
  throw invalidValue(`The value ${name} for parameter Stat is not a valid statistic.`);
}
