/** How many AWS calls a command made, as JSON and as the line that ends a deploy. */
import type { CallCounts } from '../../aws/sdk/clients.ts';
import { counted } from '../../text/counted.ts';

export type CallTotals = Pick<CallCounts, 'total' | 'writes' | 'throttled' | 'retried'>;

/** Of all clients together. A copy: the counters go on counting. */
export function callTotals(...counts: readonly CallCounts[]): CallTotals {
  const sum = (name: keyof CallTotals) => counts.reduce((total, each) => total + each[name], 0);
  return { total: sum('total'), writes: sum('writes'), throttled: sum('throttled'), retried: sum('retried') };
}

/** `28 calls (11 writes), 0 throttled, 4.2 s` */
export function summaryLine({ total, writes, throttled }: CallTotals, seconds: number): string {
  return `${counted(total, 'call')} (${counted(writes, 'write')}), ${throttled} throttled, ${seconds.toFixed(1)} s`;
}
