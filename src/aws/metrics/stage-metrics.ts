/**
 * CloudWatch's metrics of a stage: of its API, its function and its tables, or of its operations. One call for up to
 * 500 series (docs/aws/cloudwatch.md).
 */
import { type CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { MOST_QUERIES, type RequestedMetric } from './requested-metric.ts';

export interface MetricSeries {
  readonly wish: RequestedMetric;
  /** One value for each period, the oldest first; `undefined` if CloudWatch has none. */
  readonly values: readonly (number | undefined)[];
}

export interface MetricRange {
  /** Milliseconds since the epoch, at the border of a period. */
  readonly from: number;
  readonly to: number;
  /** Seconds. */
  readonly period: number;
}

const DAY = 86_400;
/** Periods in seconds, and how old the values may be that CloudWatch still has for each. */
const PERIODS = [
  { period: 60, age: 15 * DAY },
  { period: 300, age: 63 * DAY },
  { period: 900, age: 63 * DAY },
  { period: 3_600, age: 455 * DAY },
  { period: 6 * 3_600, age: 455 * DAY },
  { period: DAY, age: 455 * DAY },
];
/** The most points of a series, so that it can be read at a glance. */
const MOST_POINTS = 60;

/** `since`, `until` and `now` are in milliseconds since the epoch. */
export function metricRange(since: number, until: number, now: number): MetricRange {
  const fits = PERIODS.find(
    ({ period, age }) => Math.round((until - since) / 1_000 / period) <= MOST_POINTS && (now - since) / 1_000 <= age,
  );
  const { period } = fits ?? PERIODS.at(-1)!;
  const step = period * 1_000;
  const to = Math.ceil(until / step) * step;
  // The number of whole periods, including the current one.
  const points = Math.max(1, Math.round((until - since) / step));
  return { from: to - points * step, to, period };
}

/** Makes one call for each 500 wishes. Returns the series in the order of the wishes. */
export async function stageMetrics(
  client: CloudWatchClient,
  wishes: readonly RequestedMetric[],
  range: MetricRange,
): Promise<MetricSeries[]> {
  const found = new Map<string, Map<number, number>>();
  for (let first = 0; first < wishes.length; first += MOST_QUERIES) {
    const queries = wishes.slice(first, first + MOST_QUERIES).map((wish, index) => queryOf(wish, first + index, range));
    let NextToken: string | undefined;
    do {
      const page = await client.send(
        new GetMetricDataCommand({
          MetricDataQueries: queries,
          StartTime: new Date(range.from),
          EndTime: new Date(range.to),
          ...(NextToken && { NextToken }),
        }),
      );
      for (const { Id = '', Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
        const points = found.get(Id) ?? new Map<number, number>();
        found.set(Id, points);
        for (const [index, time] of Timestamps.entries()) points.set(time.getTime(), Values[index]!);
      }
      NextToken = page.NextToken;
    } while (NextToken);
  }
  const step = range.period * 1_000;
  const times = Array.from({ length: (range.to - range.from) / step }, (_, index) => range.from + index * step);
  return wishes.map((wish, index) => ({ wish, values: times.map((time) => found.get(`m${index}`)?.get(time)) }));
}

function queryOf(wish: RequestedMetric, index: number, { period }: MetricRange): MetricDataQuery {
  return {
    Id: `m${index}`,
    MetricStat: {
      Metric: {
        Namespace: wish.namespace,
        MetricName: wish.metric,
        Dimensions: Object.entries(wish.dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: period,
      Stat: wish.statistic,
    },
  };
}
