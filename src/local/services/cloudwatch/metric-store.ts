/**
 * The store of all metrics, shared by the CloudWatch API and everything that records metrics. Values are aggregated by
 * the minute at once, so memory grows with metrics and minutes, not with requests.
 */
import { join } from 'node:path';
import type { CloudBase, Meter, Scope } from '../../cloud/cloud.ts';
import type { Store } from '../../storage/store.ts';
import { addValue, type Distribution, emptyDistribution, merge } from './distribution.ts';
import { type MetricFile, openMetricFile } from './metric-file.ts';
import type { MetricIdentity, Series } from './metric-series.ts';

export interface MetricQuery extends Omit<MetricIdentity, 'unit'> {
  /** Absent: all units together. */
  readonly unit?: string;
}

export interface MetricStore {
  update(scope: Scope, identity: MetricIdentity, time: number, change: (minute: Distribution) => void): void;
  /**
   * Returns a meter that adds single values at the current time. Keeping it is fast, because it remembers the last
   * minute.
   */
  meter(scope: Scope, identity: MetricIdentity): Meter;
  /**
   * Returns distributions by the start of the period, for starts from `from` (inclusive) to `to` (exclusive); all times
   * in milliseconds.
   */
  read(scope: Scope, query: MetricQuery, from: number, to: number, period: number): Map<number, Distribution>;
  /** Returns the units of the data from `from` (inclusive) to `to` (exclusive), in alphabetical order. */
  units(scope: Scope, query: MetricQuery, from: number, to: number): string[];
  list(scope: Scope): readonly Series[];
  /** Writes changes to disk. */
  flush(): void;
  reset(): void;
}

const MINUTE = 60_000;
/** CloudWatch keeps one-minute values for 15 days. */
const RETENTION_MS = 15 * 86_400_000;
/** The limit for all minutes of all metrics in a region; above it, the older half is dropped. */
const MAX_MINUTES = 100_000;
/** The maximum time until a recorded value is written to disk. */
const FLUSH_MS = 1_000;

interface Region {
  readonly series: Map<string, Series>;
  readonly dirty: Map<string, Set<number>>;
  readonly file?: MetricFile;
  minutes: number;
}

/** Metric stores by `Store`, which all parts of one running cloud share. */
const stores = new WeakMap<Store, MetricStore>();

export function metricStoreOf(cloud: CloudBase): MetricStore {
  const store = stores.get(cloud.store) ?? createMetricStore(cloud);
  stores.set(cloud.store, store);
  return store;
}

function createMetricStore({ options, clock }: CloudBase): MetricStore {
  const regions = new Map<string, Region>();
  let flushing = false;
  /**
   * Increases whenever the minute that a meter remembers may be out of date: minutes were dropped, or were written and
   * must be marked as changed again.
   */
  let changes = 0;

  function regionOf({ account, region }: Scope): Region {
    const key = join(account, region);
    const known = regions.get(key);
    if (known) return known;
    const file =
      options.dataDir === undefined ? undefined : openMetricFile(join(options.dataDir, 'metrics', `${key}.jsonl`));
    const opened: Region = { series: new Map(), dirty: new Map(), ...(file && { file }), minutes: 0 };
    const oldest = clock.now() - RETENTION_MS;
    for (const { identity, minute, distribution } of file?.load() ?? []) {
      if (minute < oldest) continue;
      const { minutes } = seriesOf(opened, identity);
      if (!minutes.has(minute)) opened.minutes += 1;
      minutes.set(minute, distribution);
    }
    regions.set(key, opened);
    return opened;
  }

  function seriesLike(scope: Scope, query: MetricQuery): Series[] {
    const wanted = keyOf({ ...query, unit: '' });
    return [...regionOf(scope).series.values()]
      .filter(({ identity }) => query.unit === undefined || query.unit === identity.unit)
      .filter(({ identity }) => keyOf({ ...identity, unit: '' }) === wanted);
  }

  function flush(): void {
    flushing = false;
    changes += 1;
    for (const { file, dirty, series } of regions.values()) {
      const changed = [...dirty].flatMap(([key, minutes]) => {
        const found = series.get(key);
        return [...minutes].flatMap((minute) => {
          const distribution = found?.minutes.get(minute);
          return found && distribution ? [{ identity: found.identity, minute, distribution }] : [];
        });
      });
      dirty.clear();
      file?.append(changed, () => [...series.values()]);
    }
  }

  /** Returns the minute of a metric that contains `time`, marked as changed. */
  function minuteAt(scope: Scope, identity: MetricIdentity, time: number): Distribution {
    const region = regionOf(scope);
    const minute = startOf(time);
    if (region.minutes >= MAX_MINUTES) {
      dropOlderHalf(region);
      changes += 1;
    }
    const { minutes } = seriesOf(region, identity);
    const distribution = minutes.get(minute) ?? emptyDistribution();
    if (!minutes.has(minute)) region.minutes += 1;
    minutes.set(minute, distribution);
    if (!region.file) return distribution;
    const key = keyOf(identity);
    const dirty = region.dirty.get(key) ?? new Set<number>();
    region.dirty.set(key, dirty.add(minute));
    if (!flushing) clock.after(FLUSH_MS, flush);
    flushing = true;
    return distribution;
  }

  return {
    flush,
    update: (scope, identity, time, change) => change(minuteAt(scope, identity, time)),
    meter(scope, identity) {
      let into: Distribution | undefined;
      let start = 0;
      let seen = 0;
      return (value) => {
        const now = startOf(clock.now());
        if (into === undefined || now !== start || seen !== changes) {
          into = minuteAt(scope, identity, now);
          start = now;
          seen = changes;
        }
        addValue(into, value);
      };
    },
    read(scope, query, from, to, period) {
      const found = new Map<number, Distribution>();
      for (const { minutes } of seriesLike(scope, query)) {
        for (const [minute, distribution] of minutes) {
          if (minute < from || minute >= to) continue;
          const start = Math.floor(minute / period) * period;
          const merged = found.get(start) ?? emptyDistribution();
          merge(merged, distribution);
          found.set(start, merged);
        }
      }
      return new Map([...found].sort(([a], [b]) => a - b));
    },
    units(scope, query, from, to) {
      const inRange = (minute: number) => minute >= from && minute < to;
      const found = seriesLike(scope, query).filter(({ minutes }) => [...minutes.keys()].some(inRange));
      return found.map(({ identity }) => identity.unit).sort();
    },
    list: (scope) => [...regionOf(scope).series.values()],
    reset() {
      for (const { file } of regions.values()) file?.remove();
      regions.clear();
      changes += 1;
    },
  };
}

const startOf = (time: number): number => Math.floor(time / MINUTE) * MINUTE;

function seriesOf(region: Region, identity: MetricIdentity): Series {
  const key = keyOf(identity);
  const series = region.series.get(key) ?? { identity, minutes: new Map<number, Distribution>() };
  region.series.set(key, series);
  return series;
}

function keyOf({ namespace, name, dimensions, unit }: MetricIdentity): string {
  return JSON.stringify([namespace, name, Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1)), unit]);
}

function dropOlderHalf(region: Region): void {
  const all = [...region.series.values()].flatMap(({ minutes }) => [...minutes.keys()]).sort((a, b) => a - b);
  const oldest = all[Math.floor(all.length / 2)]!;
  for (const [key, { minutes }] of region.series) {
    for (const minute of minutes.keys()) if (minute < oldest) minutes.delete(minute);
    if (minutes.size === 0) region.series.delete(key);
  }
  region.minutes = [...region.series.values()].reduce((sum, { minutes }) => sum + minutes.size, 0);
}
