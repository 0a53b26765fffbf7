/** Every control-plane call since the last reset, in the order in which they came. */
import type { Fault } from './rules.ts';

export interface CallRecord {
  /** Counted from 1. */
  readonly n: number;
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  /** Access key id that it was signed with. */
  readonly caller: string;
  /** Epoch milliseconds on the cloud's clock. */
  readonly at: number;
  /** What was done to it. */
  readonly fault?: Fault;
  /** Refused by a quota. */
  readonly throttled?: true;
  /** HTTP status; absent while it is under way, and when it gets no answer. */
  readonly status?: number;
}

export interface CallLog {
  /** Returns a function that completes the record. */
  note(call: Omit<CallRecord, 'n'>): (outcome: Pick<CallRecord, 'fault' | 'throttled' | 'status'>) => void;
  /** How many there were; the log keeps the last ones. */
  count(): number;
  records(): CallRecord[];
  clear(): void;
}

const KEPT = 10_000;

export function createCallLog(): CallLog {
  let count = 0;
  let records: CallRecord[] = [];
  return {
    note(call) {
      count += 1;
      let record: CallRecord = { n: count, ...call };
      records.push(record);
      if (records.length > 2 * KEPT) records = records.slice(-KEPT);
      return (outcome) => {
        const index = records.lastIndexOf(record);
        record = { ...record, ...outcome };
        if (index >= 0) records[index] = record;
      };
    },
    count: () => count,
    records: () => records.slice(-KEPT),
    clear() {
      count = 0;
      records = [];
    },
  };
}
