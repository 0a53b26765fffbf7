/**
 * The metrics of one region on disk. Each line has one minute of one metric; the last line for it counts. The file is
 * rewritten without outdated lines when there are many.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PRIVATE_FOLDER } from '../../storage/store.ts';
import type { Distribution } from './distribution.ts';
import type { MetricIdentity, Series } from './metric-series.ts';

export interface StoredMinute {
  readonly identity: MetricIdentity;
  readonly minute: number;
  readonly distribution: Distribution;
}

export interface MetricFile {
  load(): StoredMinute[];
  /** `everything` is called when the file is rewritten. */
  append(minutes: readonly StoredMinute[], everything: () => readonly Series[]): void;
  remove(): void;
}

type Line = [
  namespace: string,
  name: string,
  dimensions: Record<string, string>,
  unit: string,
  minute: number,
  count: number,
  sum: number,
  min: number,
  max: number,
  buckets: [number, number][],
];

/** The file is rewritten after this many lines, about ten megabytes. */
const REWRITE_AFTER = 50_000;

export function openMetricFile(path: string): MetricFile {
  mkdirSync(dirname(path), PRIVATE_FOLDER);
  let lines = 0;

  function rewrite(series: readonly Series[]): void {
    const all = series.flatMap(({ identity, minutes }) =>
      [...minutes].map(([minute, distribution]) => toLine({ identity, minute, distribution })),
    );
    const temporary = `${path}.tmp`;
    writeFileSync(temporary, all.join(''));
    renameSync(temporary, path);
    lines = 0;
  }

  return {
    load() {
      if (!existsSync(path)) return [];
      const text = readFileSync(path, 'utf8');
      // A kill during a write leaves an incomplete last line; the next write must begin on a new line.
      const complete = text.slice(0, text.lastIndexOf('\n') + 1);
      if (complete.length < text.length) writeFileSync(path, complete);
      const minutes = complete
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => fromLine(JSON.parse(line) as Line));
      lines = minutes.length;
      return minutes;
    },
    append(minutes, everything) {
      if (minutes.length === 0) return;
      lines += minutes.length;
      if (lines > REWRITE_AFTER) rewrite(everything());
      else appendFileSync(path, minutes.map(toLine).join(''));
    },
    remove: () => rmSync(path, { force: true }),
  };
}

function toLine({ identity, minute, distribution }: StoredMinute): string {
  const { namespace, name, dimensions, unit } = identity;
  const { count, sum, min, max, buckets } = distribution;
  const line: Line = [namespace, name, dimensions, unit, minute, count, sum, min, max, [...buckets]];
  return `${JSON.stringify(line)}\n`;
}

function fromLine([namespace, name, dimensions, unit, minute, count, sum, min, max, buckets]: Line): StoredMinute {
  return {
    identity: { namespace, name, dimensions, unit },
    minute,
    distribution: { count, sum, min, max, buckets: new Map(buckets) },
  };
}
