/**
 * The steps of a Logs Insights query. Records are pushed through them one by one, so a million events take no more
 * memory than the rows of the result.
 */
import type { Accumulator } from './aggregates.ts';
import type { Expression } from './expression.ts';
import { type LogRecord, rowRecord, type Value } from './log-record.ts';
import { compareValues } from './values.ts';

export interface Sink {
  push(record: LogRecord): void;
  end(): void;
}

/** A step: it gets the next step and returns its own input. */
export type Stage = (next: Sink) => Sink;

/** Creates a step that passes on the records for which `take` returns true; `take` may change them. */
export const filterRecords =
  (take: (record: LogRecord) => boolean): Stage =>
  (next) => ({
    push(record) {
      if (take(record)) next.push(record);
    },
    end: () => next.end(),
  });

export const limiting =
  (limit: number): Stage =>
  (next) => {
    let count = 0;
    return {
      push(record) {
        count += 1;
        if (count <= limit) next.push(record);
      },
      end: () => next.end(),
    };
  };

export interface Order {
  readonly field: string;
  readonly descending: boolean;
}

/** `keep` is the number of first records that are needed, so that at most twice as many are held. */
export const sorting =
  (orders: readonly Order[], keep: number): Stage =>
  (next) => {
    let held: LogRecord[] = [];
    const compare = (a: LogRecord, b: LogRecord): number => {
      for (const { field, descending } of orders) {
        const order = compareValues(a.get(field), b.get(field));
        if (order !== 0) return descending ? -order : order;
      }
      return 0;
    };
    const prune = () => {
      held = held.sort(compare).slice(0, keep);
    };
    return {
      push(record) {
        held.push(record);
        if (held.length >= 2 * keep + 1_000) prune();
      },
      end() {
        prune();
        for (const record of held) next.push(record);
        next.end();
      },
    };
  };

export interface Column {
  readonly name: string;
  readonly value: Expression;
}

export interface Aggregate extends Column {
  make(): Accumulator;
}

export const grouping =
  (aggregates: readonly Aggregate[], by: readonly Column[]): Stage =>
  (next) => {
    const groups = new Map<string, { values: Value[]; accumulators: Accumulator[] }>();
    return {
      push(record) {
        const values = by.map(({ value }) => value(record));
        const key = values.length === 1 ? String(values[0]) : JSON.stringify(values.map(String));
        let group = groups.get(key);
        if (!group) {
          group = { values, accumulators: aggregates.map(({ make }) => make()) };
          groups.set(key, group);
        }
        for (let index = 0; index < aggregates.length; index += 1)
          group.accumulators[index]!.add(aggregates[index]!.value(record), record);
      },
      end() {
        for (const { values, accumulators } of groups.values()) {
          const row = rowRecord();
          for (const [index, { name }] of by.entries()) row.set(name, values[index]);
          for (const [index, { name }] of aggregates.entries()) row.set(name, accumulators[index]!.result());
          next.push(row);
        }
        next.end();
      },
    };
  };
