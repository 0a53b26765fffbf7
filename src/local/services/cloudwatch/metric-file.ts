/**
 * The metrics of one region on disk: each line is one minute of one metric as it then stood, the last one counts. Rewritten
 * without the outdated lines when they are many.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PRIVATE_FOLDER } from '../../storage/store.ts';
import type { Distribution } from './distribution.ts';
import type { MetricIdentity, Series } from './metric-store.ts';

export interface StoredMinute {
  readonly identity: MetricIdentity;
  readonly minute: number;
  readonly distribution: Distribution;
}

export interface MetricFile {
  load(): StoredMinute[];
  /** `everything` is asked when the file is due for rewriting. */
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

/** Lines written before the file is rewritten: some ten megabytes. */
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
      // A kill in the middle of a write leaves a torn last line; what follows must begin on a line of its own.
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
