/** The number of AWS calls of a command, as JSON and as the last line of a deploy. */
import type { CallCounts } from '../../aws/sdk/clients.ts';
import { counted } from '../../text/counted.ts';

export type CallTotals = Pick<CallCounts, 'total' | 'writes' | 'throttled' | 'retried'>;

/** The totals of all clients. It is a copy, because the counters continue. */
export function callTotals(...counts: readonly CallCounts[]): CallTotals {
  const sum = (name: keyof CallTotals) => counts.reduce((total, each) => total + each[name], 0);
  return { total: sum('total'), writes: sum('writes'), throttled: sum('throttled'), retried: sum('retried') };
}

/** For example `28 calls (11 writes), 0 throttled, 4.2 s`. */
export function summaryLine({ total, writes, throttled }: CallTotals, seconds: number): string {
  return `${counted(total, 'call')} (${counted(writes, 'write')}), ${throttled} throttled, ${seconds.toFixed(1)} s`;
}
