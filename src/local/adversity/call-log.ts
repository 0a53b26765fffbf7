/** Keeps the control-plane calls since the last reset, in order of arrival. */
import type { Fault } from './rules.ts';

export interface CallRecord {
  /** The number of the call, from 1. */
  readonly n: number;
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  /** The access key ID that signed the call. */
  readonly caller: string;
  /** Epoch milliseconds on the cloud's clock. */
  readonly at: number;
  /** The fault that a rule applied to the call. */
  readonly fault?: Fault;
  /** Whether a quota refused the call. */
  readonly throttled?: true;
  /** The HTTP status; absent while the call runs, and if it gets no response. */
  readonly status?: number;
}

export interface CallLog {
  /** Returns a function that completes the record. */
  note(call: Omit<CallRecord, 'n'>): (outcome: Pick<CallRecord, 'fault' | 'throttled' | 'status'>) => void;
  /** The number of all calls. The log itself keeps only the latest ones. */
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
