/** Counts the requests that are sent, for the summary line `N calls (W writes), T throttled`. */

/** Live numbers, to be read at the end of a run. Every HTTP attempt counts, including retries. */
export interface CallCounts {
  readonly total: number;
  /** Calls of operations that are not reads. */
  readonly writes: number;
  /** Attempts whose response was a throttling error. */
  readonly throttled: number;
  /** Attempts after the first of the same call. */
  readonly retried: number;
}

export interface CallCounter {
  readonly counts: CallCounts;
  attempt(operation: string, retry: boolean): void;
  throttle(): void;
}

/** Operations that only read, by the beginnings of their names. */
const READ_VERBS =
  /^(Get|BatchGet|List|Describe|Filter|Query|Scan|Head|Search|Test|Simulate|Start(LiveTail|Query)|StopQuery)/;

/** Whether an operation, by its AWS name (`GetRole`, `PutRestApi`), only reads. */
export function isRead(operation: string): boolean {
  return READ_VERBS.test(operation);
}

export function createCallCounter(): CallCounter {
  const counts = { total: 0, writes: 0, throttled: 0, retried: 0 };
  return {
    counts,
    attempt(operation, retry) {
      counts.total += 1;
      if (!isRead(operation)) counts.writes += 1;
      if (retry) counts.retried += 1;
    },
    throttle() {
      counts.throttled += 1;
    },
  };
}
